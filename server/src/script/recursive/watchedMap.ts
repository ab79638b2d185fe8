/** Tables of a compilation whose later entries no kept function may know of. */

/** A map of the compilation whose later entries no kept function may know of. */
export class WatchedMap<K, V> extends Map<K, V> {
  private settled: ReadonlySet<K> | undefined;
  /** `touched` is told when a later entry is met, `missed` when there is none. */
  constructor(private readonly touched: () => void, private readonly missed: (map: WatchedMap<K, V>, key: K) => void) { super(); }
  settle(): void { this.settled = new Set(this.keys()); }
  override get(key: K): V | undefined {
    this.look(key);
    return super.get(key);
  }
  override has(key: K): boolean {
    this.look(key);
    return super.has(key);
  }
  /** As `has`, told to nobody. */
  holds(key: K): boolean { return super.has(key); }
  private look(key: K): void {
    if (this.settled?.has(key)) return;
    if (super.has(key)) this.touched();
    else this.missed(this, key);
  }
  override set(key: K, value: V): this {
    this.touched();
    return super.set(key, value);
  }
}
