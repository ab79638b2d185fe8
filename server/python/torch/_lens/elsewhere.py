"""Modules of torch of which only the name is known, by the package that they are in; written by test/oracle/torch_tree.py.

`*` and a sum of 1 (1.13), 2 (2.6), 4 (2.14) where not all have it.
"""

ELSEWHERE = """
torch._C _acc*4 _dynamo*4 _export*4
torch _C_flatbuffer*5 _appdirs _awaits*6 _classes _compile*6 _custom_class_base*4 _custom_op*6 _decomp _deploy*3 _dispatch _environment*6 _export*6 _functorch*6 _guards*6
  _higher_order_ops*6 _inductor*6 _lazy _library*6 _linalg_utils _lobpcg _logging*6 _meta_registrations _namedtensor_internals*3 _native*4 _numpy*6 _opaque_base*4 _ops _precompile*4
  _precompile_driver*4 _prims _python_dispatcher _refs _size_docs*6 _sources _storage_docs _streambase*6 _strobelight*6 _subclasses _tensor_docs _tensor_iterator*4 _tensor_str
  _thread_safe_fork*6 _torch_docs _utils_internal _vendor*6 _vmap_internals _weights_only_unpickler contrib nativert*4 numa*4
torch._dynamo _trace_wrapped_higher_order_op*6 aot_compile*4 aot_compile_types*4 backends*6 bytecode_analysis*6 bytecode_debugger*4 bytecode_transformation*6 cache_size*6 callback*6
  code_context*6 codegen*6 compiled_autograd*6 comprehension_graph_break*4 comptime*6 config*6 convert_frame*6 create_parameter_op*6 current_scope_id*6 dce_extra_outputs*4
  debug_utils*6 decorators*6 device_interface*6 distributed*6 dynamo_profiler*4 eval_frame*6 exc*6 external_utils*6 funcname_cache*6 functional_export*4 graph_break_hints*4
  graph_bytecode_inputs*4 graph_deduplication*6 graph_id_filter*4 graph_region_tracker*6 graph_utils*4 guards*6 hooks*6 logging*6 metrics_context*6 mutation_guard*6 output_graph*6
  package*4 pgo*6 polyfills*6 precompile_context*4 profiler*6 replay_record*6 repro*6 resume_execution*6 side_effects*6 source*6 symbolic_convert*6 tensor_version_op*6 test_case*6
  test_dont_skip_tracing_functions*4 test_minifier_common*6 testing*6 trace_rules*6 types*6 variables*6
torch._prims_common wrappers
torch.accelerator _utils*6 graphs*4 memory*4 random*4
torch.ao.nn.intrinsic.modules fused
torch.ao.nn.intrinsic.qat modules*6
torch.ao.nn.intrinsic.quantized dynamic*6 modules*6
torch.ao.nn.qat.dynamic modules
torch.ao.nn.qat.modules conv embedding_ops linear
torch.ao.nn.quantizable.modules activation rnn
torch.ao.nn.quantized.dynamic.modules conv linear rnn
torch.ao.nn.quantized.reference.modules conv linear rnn sparse utils
torch.ao.nn.sparse.quantized dynamic linear utils
torch.ao ns sparsity*1
torch.ao.pruning _experimental*6 _mappings*6 scheduler*6 sparsifier*6
torch.ao.quantization _correct_bias _equalize _learnable_fake_quantize
torch.ao.quantization.backend_config _common_operator_config_utils _qnnpack_pt2e*6 backend_config executorch fbgemm native observation_type*3 onednn*6 qnnpack tensorrt utils x86
torch.ao.quantization.fx _decomposed*6 _equalize _lower_to_native_backend _model_report backend_config_utils*1 convert custom_config fuse fuse_handler*6 fusion_patterns*1
  graph_module lower_to_fbgemm lower_to_qnnpack lstm_utils*6 match_utils pattern_utils prepare qconfig_mapping_utils quantization_patterns*1 quantize_handler*6 tracer utils
torch.ao.quantization.pt2e _numeric_debugger*2 duplicate_dq_pass*2 export_utils*2 graph_utils*2 port_metadata_pass*2 prepare*2 qat_utils*2 representation*2 utils*2
torch.ao.quantization.quantizer composable_quantizer*2 embedding_quantizer*2 quantizer*2 utils*2 x86_inductor_quantizer*2 xnnpack_quantizer*2 xnnpack_quantizer_utils*2
  xpu_inductor_quantizer*2
torch.autograd _functions
torch.backends _coreml _nnapi mkldnn
torch.backends.cudnn rnn
torch.backends.xeon run_cpu
torch.compiler _cache*4 config*6
torch.cuda _annotate_cuda_graph_trace*4 _device_limits*4 _dynamo_graphs*1 _gpu_trace*6 _graph_annotations*4 _memory_viz _pin_memory_utils*4 _sanitizer _utils jiterator
torch.cuda.amp common
torch.distributed _checkpointable*6 _composable*6 _composable_state*6 _functional_collectives*6 _functional_collectives_impl*6 _local_tensor*4 _mesh_layout*4 _meta_registrations*4
  _ops*4 _pycute*4 _serialization*4 _shard _sharded_tensor _sharding_spec _spmd*1 _state_dict_utils*6 _symmetric_memory*6 _tensor*6 _token_switch*4 _tools*6 checkpoint*6 elastic
  launcher pipeline*1 tensor*6
torch.distributed.algorithms _checkpoint _comm_hooks _optimizer_overlap _quantization
torch.distributed.algorithms.ddp_comm_hooks ddp_zero_hook debugging_hooks default_hooks mixed_precision_hooks*6 optimizer_overlap_hooks post_localSGD_hook powerSGD_hook
  quantization_hooks
torch.distributed.algorithms.model_averaging averagers hierarchical_model_averager utils
torch.distributed.debug _debug_handlers*4 _frontend*4 _handlers*4 _store*4
torch.distributed.flight_recorder components*4 fr_trace*4
torch.distributed.fsdp _common_utils*6 _debug_utils*6 _dynamo_utils*6 _exec_order_utils*6 _flat_param*6 _fsdp_extensions _fully_shard*6 _init_utils*6 _limiter_utils*6 _optim_utils
  _runtime_utils*6 _shard_utils _state_dict_utils*6 _symbolic_trace*1 _trace_utils*6 _traversal_utils*6 _unshard_param_utils*6 _utils*1 _wrap_utils*6 flat_param*1
  flatten_params_wrapper*1 utils*1
torch.distributed.nn api functional jit
torch.distributed.optim _deprecation_warning*6 apply_optimizer_in_backward*6 functional_adadelta functional_adagrad functional_adam functional_adamax functional_adamw
  functional_rmsprop functional_rprop functional_sgd named_optimizer*6 optimizer post_localSGD_optimizer utils zero_redundancy_optimizer
torch.distributed.pipelining _IR*6 _backward*6 _debug*6 _schedule_visualizer*4 _unflatten*6 _utils*6 microbatch*6 schedules*6 stage*6
torch.distributed.rpc _testing _utils api backend_registry constants functions internal options rref_proxy server_process_global_profiler
torch.export _draft_export*6 _leakage_detection_utils*4 _patches*4 _remove_auto_functionalized_pass*6 _remove_effect_tokens_pass*6 _safeguard*6 _state_dict_utils*4 _swap*6 _trace*6
  _tree_utils*6 _unlift*6 _wrapper_utils*4 custom_obj*6 custom_ops*4 decomp_utils*6 dynamic_shapes*6 experimental*6 exported_program*6 graph_signature*6 passes*6 pt2_archive*4
  unflatten*6
torch.func _random*4
torch.fx _compatibility _graph_pickler*4 _lazy_graph_module*6 _pytree _utils*6 experimental passes tensor_type
torch.jit _builtins _check _dataclass_impls _decomposition_utils _decompositions _ir_utils _logging _monkeytype_config _passes _pickle _shape_functions
torch.masked _docs _ops maskedtensor
torch.mps event*6 profiler*6
torch.mtia _utils*6 memory*6 mtia_graph*4
torch.multiprocessing _atfork
torch.nested _internal*6
torch.nn.attention _fa3*4 _fa4*4 _registry*4 _utils*6 experimental*6
torch.nn backends cpp
torch.nn.intrinsic.qat.modules conv_fused linear_fused linear_relu
torch.nn.intrinsic.quantized.dynamic modules
torch.nn.intrinsic.quantized.modules bn_relu conv_relu linear_relu
torch.nn.modules linear_cross_entropy*4
torch.nn.parallel _functions _replicated_tensor_ddp_interop*1 _replicated_tensor_ddp_utils*1
torch.nn.qat.dynamic.modules linear
torch.nn.quantizable.modules activation rnn
torch.nn.quantized _reference
torch.nn.quantized.dynamic.modules conv linear rnn
torch.nn.utils _deprecation_utils _expanded_weights _named_member_accessor*6 _per_sample_grad _stateless*1
torch.onnx _constants _deprecation*3 _experimental*3 _exporter_states*3 _flags*6 _internal _onnx_supported_ops*3 _patch_torch*1 _type_utils*3 symbolic_caffe2*3 symbolic_opset10
  symbolic_opset12 symbolic_opset13 symbolic_opset14 symbolic_opset15 symbolic_opset16 symbolic_opset17 symbolic_opset18*6 symbolic_opset19*6 symbolic_opset20*6 symbolic_opset7
  symbolic_opset8 verification
torch.onnx.ops _dtype_mappings*4 _impl*4 _symbolic_impl*4
torch.optim _adafactor*6 _functional _multi_tensor _muon*4 _stateless*4
torch.package _digraph _directory_reader _importlib _mangling _mock _package_pickler _package_unpickler _stdlib analyze file_structure_representation find_file_dependencies
  glob_group importer package_exporter package_importer
torch.profiler _chrome_trace_export*4 _cupti*4 _memory_profiler*6 _pattern_matcher*3 _trace_validator*4 _utils
torch.quantization _numeric_suite _numeric_suite_fx _quantized_conversions*6
torch.quantization.fx _equalize convert fuse fusion_patterns graph_module match_utils pattern_utils prepare quantization_patterns quantization_types utils
torch.signal.windows windows*6
torch.sparse _semi_structured_conversions*6 _semi_structured_ops*6 _triton_ops*6 _triton_ops_meta*6 semi_structured*6
torch.testing _comparison _creation _deprecated*1 _internal _legacy*1 _utils*6
torch.utils _appending_byte_serializer*4 _backport_slots*2 _config_module*6 _content_store*6 _cpp_embed_headers*4 _cpp_extension_versioner _crash_handler*1 _cuda_debug*4
  _cuda_trace*1 _cxx_pytree*6 _debug_mode*4 _device*6 _dtype_abbrs*4 _exposed_in*6 _filelock*4 _foreach_utils*6 _freeze*3 _functools*4 _get_clean_triton*6 _helion*4 _import_utils*6
  _indented_buffer*4 _inspect*4 _mode_utils _ordered_set*6 _pallas*4 _python_dispatch _runtime_estimation*4 _stats*6 _strobelight*6 _sympy*6 _thunk*6 _traceback*6 _triton*6
  _typing_utils*6 _zip backcompat bottleneck*3 hipify jit model_dump serialization*4 viz*6
torch.utils.benchmark examples op_fuzzers utils
torch.utils.data._utils serialization*1
torch.utils.data.communication eventloop*1 iter*1 map*1 messages*1 protocol*1 queue*1
torch.utils.data.datapipes _decorator _hook_iterator _typing dataframe datapipe gen_pyi iter map utils
torch.utils.tensorboard _caffe2_graph*1 _convert_np _embedding _onnx_graph _proto_graph _pytorch_graph _utils summary writer
torch.xpu _gpu_trace*6 _utils*6 graphs*4 memory*6 random*6 streams*6
"""
