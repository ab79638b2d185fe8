/**
 * Closes every way from Python to the host, by wrapping what the WebAssembly module imports before it
 * is instantiated. Hiding Python modules would not be enough: `ctypes`, `_imp` and `gc` reach them all.
 *
 * Default deny: of the bridge to JavaScript only what plain-text calls into Python need works once
 * `seal` was called; all other imports get a poisoned argument, on which every operation throws.
 */

type Import = ((...args: unknown[]) => unknown) & { sig?: string };
type Imports = Record<string, Import>;

const ALLOWED = new Set((
  "JsvArray_Get JsvArray_Check js2python_js js2python_immutable_js js2python_convert _python2js_ascii _python2js_ucs1 _python2js_ucs2 _python2js_ucs4 " +
  "JsvNoValue_Check is_comlink_proxy JsProxy_compute_typeflags __hiwire_deduplicate_new __hiwire_deduplicate_get __hiwire_deduplicate_set " +
  "__hiwire_deduplicate_delete JsException_new_helper Jsv_constructorName Jsv_typeof Jsv_to_bool JsvError_Check Jsv_GetError_import JsvNum_fromInt " +
  "JsvNum_fromDouble JsvNum_toInt JsvUTF8ToString new_error pyproxy_new pyproxy_new_ex pyproxy_Check pyproxy_AsPyObject proxy_cache_get proxy_cache_set " +
  "gc_register_proxies capture_stderr restore_stderr throw_no_gil destroy_proxy destroy_proxies destroy_proxies_js JsvArray_New JsvMap_New JsvArray_Push " +
  "_python2js_cache_lookup _python2js_add_to_cache _python2js_handle_postprocess_list"
).split(" "));
const LIBC = /^(__syscall_|fd_|clock_|_tzset|_mmap|_munmap|_msync|_timegm|_mktime|_localtime|_gmtime|random_get|emscripten_(get_now|date_now|resize_heap|get_heap_max|runtime_keepalive)|environ_|_emscripten_(runtime|get_progname|lookup)|_setitimer|__call_sighandler|_PyEM_Trampoline|_Py_|_abort_js|exit$|proc_exit$|invoke_|__assert)/;
const REFUSED = /^_emscripten_system$|^__syscall_(socket|bind|connect|listen|accept4|sendto|sendmsg|recvfrom|recvmsg|getsockname|getpeername|getsockopt)$|^getaddrinfo$|^getnameinfo$|^_maybe_|^_try_/;
const ABSENT = /^_dlopen_js$|^_emscripten_dlopen_js$|^_dlsym_js$|^ffi_/;

const ENOSYS = -52;
const EFBIG = -22;
const ENOSPC_WASI = 51;

const refuse = (): never => { throw new Error("not available"); };
const poison: unknown = new Proxy(function () { /* never called */ }, {
  get: refuse, set: refuse, has: refuse, apply: refuse, construct: refuse, deleteProperty: refuse, ownKeys: refuse,
  getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse, defineProperty: refuse,
});

export interface SealedModule { HEAPU32: Uint32Array }

export class Seal {
  private on = false;
  private memory: (() => SealedModule) | undefined;
  private budget: number;
  /** Bytes that files and streams took since `renew`. */
  written = 0;

  constructor(private limits: { heapMiB: number; writeMiB: number }) { this.budget = limits.writeMiB * 2 ** 20; }

  setHeapLimit(mib: number): void { this.limits = { ...this.limits, heapMiB: mib }; }

  renew(): void {
    this.budget = this.limits.writeMiB * 2 ** 20;
    this.written = 0;
  }

  /** From here on nothing gets out. */
  close(module: () => SealedModule): void {
    this.memory = module;
    this.on = true;
  }

  wrap(env: Imports): void {
    const marker = Symbol("error value");
    const original = { ...env };
    env["Jsv_GetError_import"] = () => marker;
    env["JsvError_Check"] = (value) => value === marker;
    for (const [name, fn] of Object.entries(original)) {
      if (typeof fn !== "function") continue;
      const wrapped = this.wrapped(name, fn);
      if (wrapped) {
        if (fn.sig !== undefined) wrapped.sig = fn.sig;
        env[name] = wrapped;
      }
    }
  }

  private wrapped(name: string, fn: Import): Import | undefined {
    if (REFUSED.test(name)) return () => ENOSYS;
    if (ABSENT.test(name)) return () => 0;
    if (name === "fd_write" || name === "fd_pwrite") return (...args) => (this.on && !this.spend(Number(args[1]) >>> 0, Number(args[2]) >>> 0) ? ENOSPC_WASI : fn(...args));
    if (/fallocate/.test(name)) return (...args) => (this.on ? EFBIG : fn(...args));
    if (/truncate64/.test(name)) return (...args) => (this.on && !this.take(Number(args.at(-1))) ? EFBIG : fn(...args));
    if (name === "emscripten_resize_heap") return (size) => ((Number(size) >>> 0) > this.limits.heapMiB * 2 ** 20 ? 0 : fn(size));
    if (LIBC.test(name) || ALLOWED.has(name)) return undefined;
    return (...args) => {
      if (!this.on) return fn(...args);
      return fn(...args.map((arg, i) => ((fn.sig ?? "")[i + 1] === "e" || typeof arg === "object" || typeof arg === "function" ? poison : arg)));
    };
  }

  private spend(vectors: number, count: number): boolean {
    const heap = this.memory?.().HEAPU32;
    if (!heap) return true;
    let bytes = 0;
    for (let i = 0; i < count; i++) bytes += heap[(vectors >>> 2) + 2 * i + 1] ?? 0;
    return this.take(bytes);
  }

  private take(bytes: number): boolean {
    this.written += bytes;
    return (this.budget -= bytes) >= 0;
  }
}
