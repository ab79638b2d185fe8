"""Names and kinds of real torch as JSON: `python3 torch_names.py OUT.json`; input of scripts/standInNames.mts."""
import torch, json, sys, types, inspect, warnings
warnings.simplefilter("ignore")
import torch.linalg, torch.fft, torch.special, torch._VF as VF, torch.nn.functional as F
def kind(v):
    if isinstance(v,type): return 'T'
    if isinstance(v,types.ModuleType): return 'M'
    if isinstance(v,types.FunctionType): return 'F'
    if isinstance(v,(types.BuiltinFunctionType,types.MethodDescriptorType,types.WrapperDescriptorType,types.ClassMethodDescriptorType,types.BuiltinMethodType)): return 'B'
    if isinstance(v,(types.GetSetDescriptorType,property)): return 'P'
    if callable(v): return 'C:'+type(v).__name__
    return 'O:'+type(v).__name__
out={}
for nm,m in (('torch',torch),('torch._C._nn',torch._C._nn),('torch._C._linalg',torch._C._linalg),('torch._C._special',torch._C._special),('torch._C._fft',torch._C._fft),('torch._C',torch._C),('torch.nn.functional',F),('torch.functional',torch.functional),('torch.linalg',torch.linalg),('torch.special',torch.special),('torch.fft',torch.fft),('torch.jit',torch.jit),('torch._VF',torch._C._VariableFunctions)):
    out[nm]={k:kind(getattr(m,k)) for k in dir(m) if not (k.startswith('__') and k.endswith('__')) and hasattr(m,k)}
T=torch.Tensor
out['torch.Tensor']={k:kind(inspect.getattr_static(T,k)) for k in dir(T)}
json.dump(out,open(sys.argv[1],'w'))
print(torch.__version__,{k:len(v) for k,v in out.items()})
