"""Names of the packages around the core by release; written by test/oracle/torch_modules.py.

A line is a module; c class, e enum, f function, m nn.Module, o object, v value (after =), x exception.
`*` and a sum of 1 (1.13), 2 (2.6), 4 (2.14) where not all have it.
"""

AROUND = """
torch._C o:AVG x:AcceleratorError*4 c:AggregationType c:AliasDb c:AnyType c:Argument c:ArgumentSpec c:AwaitType*6 c:BenchmarkConfig c:BenchmarkExecutionStats c:Block c:BoolType
  c:BufferDict o:CONV_BN_FUSION*1 c:CallStack c:Capsule c:ClassType c:Code c:CompilationUnit c:CompleteArgumentSpec c:ComplexType c:ConcreteModuleType c:ConcreteModuleTypeBuilder
  c:DeepCopyMemoTable c:DeserializationStorageContext c:DeviceObjType c:DictType c:DisableTorchFunction c:DisableTorchFunctionSubclass*6 c:DispatchKey c:DispatchKeySet c:EnumType
  c:ErrorReport c:Event*6 c:ExcludeDispatchKeyGuard c:ExecutionPlan o:FUSE_ADD_RELU*1 x:FatalError c:FileCheck c:FloatType c:FunctionSchema c:Future c:FutureType c:Generator
  c:Gradient c:Graph c:GraphExecutorState o:HOIST_CONV_PACKED_PARAMS*1 o:INSERT_FOLD_PREPACK_OPS*1 c:IODescriptor c:InferredType c:IntType c:InterfaceType x:JITException c:ListType
  c:LiteScriptModule c:LockingLogger c:LoggerBase c:MobileOptimizerType*1 c:ModuleDict c:Node c:NoneType c:NoopLogger c:NumberType c:OperatorInfo c:OptionalType x:OutOfMemoryError*6
  c:ParameterDict c:PyObjectType c:PyTorchFileReader c:PyTorchFileWriter o:REMOVE_DROPOUT*1 c:RRefType o:SUM c:ScriptClass c:ScriptClassFunction c:ScriptDict c:ScriptDictIterator
  c:ScriptDictKeyIterator c:ScriptFunction c:ScriptList c:ScriptListIterator c:ScriptMethod c:ScriptModule c:ScriptModuleSerializer c:ScriptObject c:ScriptObjectProperty
  c:SerializationStorageContext c:Size c:StaticModule c:StorageBase c:Stream c:StreamObjType c:StringType c:SymBoolType*6 c:SymFloatNode*1 c:SymIntNode*1 c:SymIntType c:Tag
  c:TensorBase*6 c:TensorType c:ThroughputBenchmark c:TracingState c:TupleType c:Type c:UnionType c:Use c:Value f:autocast_decrement_nesting f:autocast_increment_nesting
  f:clear_autocast_cache o:default_generator c:device c:dtype c:finfo f:fork f:get_autocast_cpu_dtype f:get_autocast_dtype*6 f:get_autocast_gpu_dtype f:get_autocast_ipu_dtype*6
  f:get_autocast_xla_dtype*6 f:get_default_dtype f:get_num_interop_threads f:get_num_threads v:has_cuda*1=False v:has_cudnn*1=False v:has_lapack=True v:has_mkl=False
  v:has_mkldnn*1=True v:has_mps*1=False v:has_openmp=True v:has_spectral=True c:iinfo f:import_ir_module f:import_ir_module_from_buffer f:init_num_threads
  f:is_anomaly_check_nan_enabled f:is_anomaly_enabled f:is_autocast_cache_enabled f:is_autocast_cpu_enabled f:is_autocast_enabled f:is_autocast_ipu_enabled*6
  f:is_autocast_xla_enabled*6 f:is_grad_enabled f:is_inference_mode_enabled c:layout c:memory_format f:merge_type_from_type_comment f:parse_ir f:parse_schema f:parse_type_comment
  c:qscheme f:read_vitals*3 f:set_anomaly_enabled f:set_autocast_cache_enabled f:set_autocast_cpu_dtype f:set_autocast_cpu_enabled f:set_autocast_dtype*6 f:set_autocast_enabled
  f:set_autocast_gpu_dtype f:set_autocast_ipu_dtype*6 f:set_autocast_ipu_enabled*6 f:set_autocast_xla_dtype*6 f:set_autocast_xla_enabled*6 f:set_flush_denormal
  f:set_num_interop_threads f:set_num_threads f:set_vital*3 f:unify_type_list f:vitals_enabled*3 f:wait
torch.__config__ f:parallel_info f:show
torch.__future__ f:get_overwrite_module_params_on_conversion f:get_swap_module_params_on_conversion*6 f:set_overwrite_module_params_on_conversion
  f:set_swap_module_params_on_conversion*6
torch._dynamo*6 c:GenerationTracker m:OptimizedModule c:TensorifyState f:allow_c_slot*4 f:allow_in_graph f:assume_constant_result f:disable f:disable_nested_graph_breaks*4
  f:disallow_in_graph f:dont_skip_tracing*4 f:error_on_graph_break*4 f:explain f:export f:forbid_in_graph f:get_recursion_limit*4 f:graph_break f:is_compiling
  f:is_dynamo_disable_recursive*4 f:is_dynamo_supported f:is_inductor_supported f:list_backends f:lookup_backend f:mark_dynamic f:mark_static f:mark_static_address
  f:maybe_mark_dynamic f:nonstrict_trace*4 f:on_compile_end f:on_compile_start f:optimize f:optimize_assert f:override_cudagraphs*4 f:override_optimization_hint*4
  f:patch_dynamo_config*4 f:register_backend f:register_hook_for_recompile_user_context*4 f:replay f:reset f:reset_code f:reset_code_caches f:reset_code_state f:reset_frame_count
  f:reset_recompile_user_contexts*4 f:run f:set_recursion_limit*4 c:set_stance f:skip_frame*4 f:step_unsupported*4 f:substitute_in_graph
torch._lowrank c:Tensor f:get_approximate_basis f:handle_torch_function f:has_torch_function f:pca_lowrank f:svd_lowrank
torch._prims_common c:CUDARngStateHelper*6 e:ELEMENTWISE_TYPE_PROMOTION_KIND c:K*4 e:REDUCTION_OUTPUT_TYPE_KIND e:RETURN_TYPE v:TYPE_CHECKING*6=False c:Tensor c:TensorLike
  c:TensorLikeType f:alert_not_deterministic*6 f:apply_perm*6 f:are_strides_like_channels_last*3 f:are_strides_like_channels_last_or_false*4 f:can_safe_cast_to f:canonicalize_device
  f:canonicalize_dim f:canonicalize_dims f:check f:check_all_strides*6 f:check_contiguous_sizes_strides*4 f:check_fp_or_complex f:check_in_bounds_for_storage f:check_is_matrix
  f:check_layout f:check_pin_memory f:check_same_device f:check_same_dtype f:check_same_shape f:check_significant_strides f:clone_preserve_strides*6 f:compare_tensor_meta
  f:compute_elementwise_output_logical_to_physical_perm*6 f:compute_elementwise_output_strides f:compute_reduction_output_shape f:compute_required_storage_length*6
  f:corresponding_complex_dtype f:corresponding_real_dtype f:device_or_default f:dtype_or_default f:dtype_to_type f:dtype_to_type_ctor f:elementwise_dtypes f:expr_type*6
  f:extract_dims_from_varargs f:extract_shape f:extract_shape_from_varargs f:get_acc_type*6 f:get_aten_op*6 f:get_computation_dtype f:get_dtype f:get_higher_dtype f:get_higher_type
  f:getnvFuserDtype*1 f:infer_size f:infer_size_shapes*6 f:invert_perm*6 f:is_boolean_dtype f:is_channels_last_contiguous f:is_channels_last_contiguous_2d
  f:is_channels_last_contiguous_3d f:is_channels_last_contiguous_or_false*4 f:is_channels_last_contiguous_or_false_2d*4 f:is_channels_last_contiguous_or_false_3d*4
  f:is_complex_dtype f:is_contiguous f:is_contiguous_for_memory_format f:is_contiguous_for_memory_format_or_false*4 f:is_contiguous_or_false*4 f:is_cpu_scalar_tensor
  f:is_expandable_to f:is_float_dtype f:is_grad_dtype f:is_integer_dtype f:is_low_precision_dtype f:is_non_overlapping_and_dense*3 f:is_non_overlapping_and_dense_or_false*4
  f:is_same_shape f:is_valid_permutation f:is_weakly_lesser_type f:layout_or_default f:make_channels_last_1d_strides_for*6 f:make_channels_last_2d_strides_for
  f:make_channels_last_3d_strides_for f:make_channels_last_strides_for f:make_contiguous_strides_for f:mask_tensor f:number_type f:prod f:reduction_dims f:reduction_dtypes
  f:same_shape f:set_correction f:suggest_memory_format f:sym_float*6 f:sym_int*6 f:sym_max*6 f:sym_min*4 f:type_to_dtype f:validate_dim_length f:validate_dimension_indices
  f:validate_exclusive_idx f:validate_idx f:validate_memory_format f:validate_no_repeating_dims f:validate_shape f:validate_strides
torch._six*1 o:inf o:nan o:string_classes f:with_metaclass
torch._utils c:CallbackRegistry*6 c:ExceptionWrapper o:IMPORT_MAPPING*6 c:KeyErrorMessage o:NAME_MAPPING*6 o:P*6 v:TYPE_CHECKING*6=False f:annotate*3 f:classproperty f:cpu_count*4
  f:get_current_device_index f:get_tensor_metadata*6 f:getenv*4 f:install_os_environ_hook*4 f:is_compiling*6 f:remove_os_environ_hook*4 f:render_call*6 f:set_tensor_metadata*6
  f:setenv*4 f:try_import*4 f:unsetenv*4
torch.accelerator*6 c:Graph*4 f:current_accelerator f:current_device_idx f:current_device_index f:current_stream f:device_count c:device_index*4 f:empty_cache*4 f:empty_host_cache*4
  f:get_device_capability*4 f:get_memory_info*4 f:is_available f:max_memory_allocated*4 f:max_memory_reserved*4 f:memory_allocated*4 f:memory_reserved*4 f:memory_stats*4
  f:reset_accumulated_memory_stats*4 f:reset_peak_memory_stats*4 f:set_device_idx f:set_device_index f:set_stream f:synchronize
torch.amp c:GradScaler*6 c:autocast f:custom_bwd*6 f:custom_fwd*6 f:is_autocast_available*6
torch.amp.autocast_mode v:HAS_NUMPY*6=True c:autocast f:autocast_decorator f:custom_bwd*6 f:custom_fwd*6 f:is_autocast_available*6
torch.amp.grad_scaler*6 c:GradScaler e:OptState v:TYPE_CHECKING*4=False
torch.ao
torch.ao.nn
torch.ao.nn.intrinsic m:BNReLU2d m:BNReLU3d m:ConvAdd2d*6 m:ConvAddReLU2d*6 m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d m:ConvReLU2d
  m:ConvReLU3d m:LinearBn1d m:LinearLeakyReLU*6 m:LinearReLU m:LinearTanh*6
torch.ao.nn.intrinsic.modules m:BNReLU2d m:BNReLU3d m:ConvAdd2d*6 m:ConvAddReLU2d*6 m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d
  m:ConvReLU2d m:ConvReLU3d m:LinearBn1d m:LinearLeakyReLU*6 m:LinearReLU m:LinearTanh*6
torch.ao.nn.intrinsic.qat*6 m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearBn1d m:LinearReLU
  f:freeze_bn_stats f:update_bn_stats
torch.ao.nn.intrinsic.quantized*6 m:BNReLU2d m:BNReLU3d m:ConvAdd2d m:ConvAddReLU2d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearLeakyReLU m:LinearReLU m:LinearTanh
torch.ao.nn.qat m:Conv1d m:Conv2d m:Conv3d m:Embedding m:EmbeddingBag m:Linear
torch.ao.nn.qat.dynamic m:Linear
torch.ao.nn.qat.modules m:Conv1d m:Conv2d m:Conv3d m:Embedding m:EmbeddingBag m:Linear
torch.ao.nn.quantizable m:LSTM m:LSTMCell m:MultiheadAttention
torch.ao.nn.quantizable.modules m:LSTM m:LSTMCell m:MultiheadAttention
torch.ao.nn.quantized m:BatchNorm2d m:BatchNorm3d m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:DeQuantize m:Dropout m:ELU m:Embedding
  m:EmbeddingBag m:FXFloatFunctional m:FloatFunctional m:GroupNorm m:Hardswish m:InstanceNorm1d m:InstanceNorm2d m:InstanceNorm3d m:LSTM m:LayerNorm m:LeakyReLU m:Linear m:MaxPool2d
  m:MultiheadAttention m:PReLU m:QFunctional m:Quantize m:ReLU6 m:Sigmoid m:Softmax
torch.ao.nn.quantized.dynamic m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:GRU m:GRUCell m:LSTM m:LSTMCell m:Linear m:RNNCell
torch.ao.nn.quantized.dynamic.modules m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:GRU m:GRUCell m:LSTM m:LSTMCell m:Linear m:RNNCell
torch.ao.nn.quantized.functional c:Tensor f:adaptive_avg_pool2d f:adaptive_avg_pool3d f:avg_pool2d f:avg_pool3d f:celu f:clamp f:conv1d f:conv2d f:conv3d f:elu f:hardsigmoid
  f:hardswish f:hardtanh f:interpolate f:leaky_relu f:linear f:max_pool1d f:max_pool2d f:threshold f:upsample f:upsample_bilinear f:upsample_nearest
torch.ao.nn.quantized.modules m:BatchNorm2d m:BatchNorm3d m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:DeQuantize m:Dropout m:ELU m:Embedding
  m:EmbeddingBag m:FXFloatFunctional m:FloatFunctional m:GroupNorm m:Hardswish m:InstanceNorm1d m:InstanceNorm2d m:InstanceNorm3d m:LSTM m:LayerNorm m:LeakyReLU m:Linear m:MaxPool2d
  m:MultiheadAttention m:PReLU m:QFunctional m:Quantize m:ReLU6 m:Sigmoid m:Softmax
torch.ao.nn.quantized.modules.activation m:ELU m:Hardswish m:LeakyReLU m:MultiheadAttention m:PReLU m:ReLU6 m:Sigmoid m:Softmax
torch.ao.nn.quantized.modules.batchnorm m:BatchNorm2d m:BatchNorm3d
torch.ao.nn.quantized.modules.conv m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d o:MOD*1 m:WeightedQuantizedModule f:fuse_conv_bn_weights
torch.ao.nn.quantized.modules.dropout m:Dropout
torch.ao.nn.quantized.modules.embedding_ops m:Embedding m:EmbeddingBag m:EmbeddingPackedParams c:Tensor f:hide_packed_params_repr*1
torch.ao.nn.quantized.modules.functional_modules m:FXFloatFunctional m:FloatFunctional m:QFunctional c:Tensor
torch.ao.nn.quantized.modules.linear m:Linear m:LinearPackedParams m:WeightedQuantizedModule f:fuse_linear_bn_weights f:hide_packed_params_repr*1 f:type_before_parametrizations
torch.ao.nn.quantized.modules.normalization m:GroupNorm m:InstanceNorm1d m:InstanceNorm2d m:InstanceNorm3d m:LayerNorm
torch.ao.nn.quantized.modules.rnn m:LSTM
torch.ao.nn.quantized.modules.utils m:WeightedQuantizedModule f:hide_packed_params_repr*1
torch.ao.nn.quantized.reference m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:Embedding m:EmbeddingBag m:GRU*6 m:GRUCell m:LSTM m:LSTMCell
  m:Linear m:RNNCell
torch.ao.nn.quantized.reference.modules m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:Embedding m:EmbeddingBag m:GRU*6 m:GRUCell m:LSTM
  m:LSTMCell m:Linear m:RNNCell
torch.ao.nn.sparse
torch.ao.nn.sparse.quantized m:Linear m:LinearPackedParams
torch.ao.pruning*6 c:BaseScheduler c:BaseSparsifier c:CubicSL m:FakeSparsity c:LambdaSL c:NearlyDiagonalSparsifier c:WeightNormSparsifier f:fqn_to_module
  f:get_arg_info_from_tensor_fqn f:get_dynamic_sparse_quantized_mapping f:get_static_sparse_quantized_mapping f:module_to_fqn
torch.ao.quantization m:AffineQuantizedObserverBase*4 v:CUSTOM_KEY*2='custom' o:DEFAULT_DYNAMIC_QUANT_MODULE_MAPPINGS o:DEFAULT_DYNAMIC_SPARSE_QUANT_MODULE_MAPPINGS
  o:DEFAULT_FLOAT_TO_QUANTIZED_OPERATOR_MAPPINGS o:DEFAULT_MODULE_TO_ACT_POST_PROCESS o:DEFAULT_OP_LIST_TO_FUSER_METHOD*1 o:DEFAULT_PATTERN_TO_FUSER_METHOD*1
  o:DEFAULT_QAT_MODULE_MAPPINGS o:DEFAULT_REFERENCE_STATIC_QUANT_MODULE_MAPPINGS o:DEFAULT_STATIC_QUANT_MODULE_MAPPINGS o:DEFAULT_STATIC_SPARSE_QUANT_MODULE_MAPPINGS m:DeQuantStub
  m:FakeQuantize m:FakeQuantizeBase m:FixedQParamsFakeQuantize m:FixedQParamsObserver m:FusedMovingAvgObsFakeQuantize c:Granularity*4 m:HistogramObserver e:MappingType*4
  c:MatchAllNode*1 m:MinMaxObserver m:Module*1 m:MovingAverageMinMaxObserver m:MovingAveragePerChannelMinMaxObserver v:NUMERIC_DEBUG_HANDLE_KEY*2='numeric_debug_handle'
  m:NoopObserver m:ObserverBase f:ObserverOrFakeQuantize*6 f:Pattern*1 c:PerAxis*4 c:PerBlock*4 m:PerChannelMinMaxObserver c:PerGroup*4 c:PerRow*4 c:PerTensor*4 c:PerToken*4
  m:PlaceholderObserver c:QConfig f:QConfigAny*6 c:QConfigDynamic c:QConfigMapping m:QuantStub e:QuantType m:QuantWrapper m:RecordingObserver m:ReuseInputObserver c:Tensor*6
  e:TorchAODType*4 m:UniformQuantizationObserverBase e:ZeroPointDomain*4 f:activation_is_memoryless*1 f:add_module_to_qconfig_obs_ctr*1 f:add_observer_*1 f:add_quant_dequant
  f:allow_exported_model_train_eval*2 f:assert_valid_qconfig*1 f:compare_results*2 f:convert f:convert_dynamic_jit f:convert_jit o:default_activation_only_qconfig
  f:default_affine_fixed_qparams_fake_quant f:default_affine_fixed_qparams_observer m:default_debug_observer o:default_debug_qconfig f:default_dynamic_fake_quant
  o:default_dynamic_qat_qconfig o:default_dynamic_qconfig f:default_dynamic_quant_observer f:default_embedding_fake_quant f:default_embedding_fake_quant_4bit
  o:default_embedding_qat_qconfig o:default_embedding_qat_qconfig_4bit f:default_eval_fn f:default_fake_quant f:default_fixed_qparams_range_0to1_fake_quant
  f:default_fixed_qparams_range_0to1_observer f:default_fixed_qparams_range_neg1to1_fake_quant f:default_fixed_qparams_range_neg1to1_observer f:default_float_qparams_observer
  f:default_float_qparams_observer_4bit f:default_fused_act_fake_quant f:default_fused_per_channel_wt_fake_quant f:default_fused_wt_fake_quant f:default_histogram_fake_quant
  f:default_histogram_observer f:default_observer o:default_per_channel_qconfig o:default_per_channel_symmetric_qnnpack_qat_qconfig o:default_per_channel_symmetric_qnnpack_qconfig
  f:default_per_channel_weight_fake_quant f:default_per_channel_weight_observer m:default_placeholder_observer o:default_qat_qconfig o:default_qat_qconfig_v2 o:default_qconfig
  o:default_quint8_weight_qconfig*6 m:default_reuse_input_observer o:default_reuse_input_qconfig f:default_symmetric_fixed_qparams_fake_quant
  f:default_symmetric_fixed_qparams_observer o:default_symmetric_qnnpack_qat_qconfig o:default_symmetric_qnnpack_qconfig f:default_weight_fake_quant f:default_weight_observer
  o:default_weight_only_qconfig f:disable_fake_quant f:disable_observer f:enable_fake_quant f:enable_observer f:extract_results_from_loggers*2 f:fuse_conv_bn f:fuse_conv_bn_jit
  f:fuse_conv_bn_relu f:fuse_convtranspose_bn f:fuse_linear_bn f:fuse_modules f:fuse_modules_qat f:fused_per_channel_wt_fake_quant_range_neg_127_to_127
  f:fused_wt_fake_quant_range_neg_127_to_127 f:generate_numeric_debug_handle*2 f:get_block_size*4 f:get_combined_dict*1 f:get_default_compare_output_module_list
  f:get_default_custom_config_dict f:get_default_dynamic_quant_module_mappings f:get_default_dynamic_sparse_quant_module_mappings f:get_default_float_to_quantized_operator_mappings
  f:get_default_qat_module_mappings f:get_default_qat_qconfig f:get_default_qat_qconfig_dict f:get_default_qat_qconfig_mapping f:get_default_qconfig f:get_default_qconfig_dict
  f:get_default_qconfig_mapping f:get_default_qconfig_propagation_list f:get_default_static_quant_module_mappings f:get_default_static_quant_reference_module_mappings
  f:get_default_static_sparse_quant_module_mappings f:get_dynamic_quant_module_class f:get_embedding_qat_module_mappings f:get_embedding_static_quant_module_mappings
  f:get_fuser_method f:get_fuser_method_new f:get_observer_dict*1 f:get_observer_state_dict f:get_qparam_dict*1 f:get_quantized_operator f:get_static_quant_module_class
  f:get_unique_devices_*1 f:get_valid_patterns*1 f:has_no_children_ignoring_parametrizations*1 f:is_activation_post_process*1 f:is_reuse_input_qconfig*1 f:load_observer_state_dict
  f:move_exported_model_to_eval*2 f:move_exported_model_to_train*2 f:no_observer_set f:obs_or_fq_ctr_equals*1 f:per_channel_weight_observer_range_neg_127_to_127 f:prepare
  f:prepare_dynamic_jit f:prepare_for_propagation_comparison*2 f:prepare_jit f:prepare_qat f:propagate_qconfig_ f:qconfig_equals f:quant_type_to_str*1 f:quantize f:quantize_dynamic
  f:quantize_dynamic_jit f:quantize_jit f:quantize_qat f:register_activation_post_process_hook*1 f:reverse2*1 f:reverse3*1 f:reverse_sequential_wrapper2*1 f:script_qconfig
  f:script_qconfig_dict f:sequential_wrapper2*1 f:swap_module f:type_before_parametrizations*1 f:weight_observer_range_neg_127_to_127 f:wrap_cpp_module*1
torch.ao.quantization.backend_config c:BackendConfig c:BackendPatternConfig c:DTypeConfig c:DTypeWithConstraints e:ObservationType f:get_executorch_backend_config*6
  f:get_fbgemm_backend_config f:get_native_backend_config f:get_native_backend_config_dict f:get_onednn_backend_config*6 f:get_qnnpack_backend_config f:get_tensorrt_backend_config
  f:get_tensorrt_backend_config_dict
torch.ao.quantization.fake_quantize m:FakeQuantize m:FakeQuantizeBase m:FixedQParamsFakeQuantize m:FixedQParamsObserver m:FusedMovingAvgObsFakeQuantize m:HistogramObserver m:Module
  m:MovingAverageMinMaxObserver m:MovingAveragePerChannelMinMaxObserver f:default_affine_fixed_qparams_fake_quant f:default_dynamic_fake_quant f:default_embedding_fake_quant
  f:default_embedding_fake_quant_4bit f:default_fake_quant f:default_fixed_qparams_range_0to1_fake_quant f:default_fixed_qparams_range_0to1_observer
  f:default_fixed_qparams_range_neg1to1_fake_quant f:default_fixed_qparams_range_neg1to1_observer f:default_fused_act_fake_quant f:default_fused_per_channel_wt_fake_quant
  f:default_fused_wt_fake_quant f:default_histogram_fake_quant f:default_per_channel_weight_fake_quant f:default_symmetric_fixed_qparams_fake_quant f:default_weight_fake_quant
  f:disable_fake_quant f:disable_observer f:enable_fake_quant f:enable_observer f:fused_per_channel_wt_fake_quant_range_neg_127_to_127 f:fused_wt_fake_quant_range_neg_127_to_127
torch.ao.quantization.fuse_modules f:fuse_conv_bn f:fuse_conv_bn_relu f:fuse_known_modules f:fuse_modules f:fuse_modules_qat f:get_fuser_method f:type_before_parametrizations
torch.ao.quantization.fuser_method_mappings o:DEFAULT_OP_LIST_TO_FUSER_METHOD*1 o:DEFAULT_PATTERN_TO_FUSER_METHOD*1 c:MatchAllNode f:Pattern f:fuse_conv_bn f:fuse_conv_bn_relu
  f:fuse_convtranspose_bn f:fuse_linear_bn f:get_combined_dict f:get_fuser_method f:get_fuser_method_new f:get_valid_patterns*1 f:reverse2*1 f:reverse3*1
  f:reverse_sequential_wrapper2*1 f:sequential_wrapper2*1
torch.ao.quantization.fx f:convert f:fuse f:prepare
torch.ao.quantization.observer m:AffineQuantizedObserverBase*4 m:FixedQParamsObserver c:Granularity*4 m:HistogramObserver e:MappingType*4 m:MinMaxObserver
  m:MovingAverageMinMaxObserver m:MovingAveragePerChannelMinMaxObserver c:Node*4 m:NoopObserver m:ObserverBase c:PerAxis*4 c:PerBlock*4 m:PerChannelMinMaxObserver c:PerGroup*4
  c:PerRow*4 c:PerTensor*4 c:PerToken*4 m:PlaceholderObserver m:RecordingObserver m:ReuseInputObserver e:TorchAODType*4 m:UniformQuantizationObserverBase e:ZeroPointDomain*4
  f:calculate_qmin_qmax f:check_min_max_valid f:default_affine_fixed_qparams_observer m:default_debug_observer f:default_dynamic_quant_observer
  f:default_fixed_qparams_range_0to1_observer f:default_fixed_qparams_range_neg1to1_observer f:default_float_qparams_observer f:default_float_qparams_observer_4bit
  f:default_histogram_observer f:default_observer f:default_per_channel_weight_observer m:default_placeholder_observer m:default_reuse_input_observer
  f:default_symmetric_fixed_qparams_observer f:default_weight_observer f:get_block_size*4 f:get_observer_state_dict f:is_per_channel f:is_per_tensor f:load_observer_state_dict
  f:per_channel_weight_observer_range_neg_127_to_127 f:validate_qmin_qmax*6 f:weight_observer_range_neg_127_to_127
torch.ao.quantization.pt2e*2
torch.ao.quantization.qconfig m:FakeQuantize m:FakeQuantizeBase m:FusedMovingAvgObsFakeQuantize m:HistogramObserver m:MinMaxObserver*6 m:MovingAverageMinMaxObserver m:NoopObserver
  m:ObserverBase m:PlaceholderObserver c:QConfig f:QConfigAny*6 c:QConfigDynamic m:ReuseInputObserver f:activation_is_memoryless*1 f:add_module_to_qconfig_obs_ctr*1
  f:assert_valid_qconfig*1 o:default_activation_only_qconfig m:default_debug_observer o:default_debug_qconfig f:default_dynamic_fake_quant o:default_dynamic_qat_qconfig
  o:default_dynamic_qconfig f:default_dynamic_quant_observer f:default_embedding_fake_quant f:default_embedding_fake_quant_4bit o:default_embedding_qat_qconfig
  o:default_embedding_qat_qconfig_4bit f:default_fake_quant f:default_float_qparams_observer f:default_float_qparams_observer_4bit f:default_fused_act_fake_quant
  f:default_fused_per_channel_wt_fake_quant f:default_fused_wt_fake_quant f:default_observer o:default_per_channel_qconfig o:default_per_channel_symmetric_qnnpack_qat_qconfig
  o:default_per_channel_symmetric_qnnpack_qconfig f:default_per_channel_weight_fake_quant f:default_per_channel_weight_observer m:default_placeholder_observer o:default_qat_qconfig
  o:default_qat_qconfig_v2 o:default_qconfig o:default_quint8_weight_qconfig*6 m:default_reuse_input_observer o:default_reuse_input_qconfig o:default_symmetric_qnnpack_qat_qconfig
  o:default_symmetric_qnnpack_qconfig f:default_weight_fake_quant f:default_weight_observer o:default_weight_only_qconfig f:fused_per_channel_wt_fake_quant_range_neg_127_to_127
  f:fused_wt_fake_quant_range_neg_127_to_127 f:get_default_qat_qconfig f:get_default_qat_qconfig_dict f:get_default_qconfig f:get_default_qconfig_dict f:is_reuse_input_qconfig*1
  f:obs_or_fq_ctr_equals*1 f:per_channel_weight_observer_range_neg_127_to_127 f:qconfig_equals f:weight_observer_range_neg_127_to_127
torch.ao.quantization.qconfig_mapping m:FixedQParamsFakeQuantize v:GLOBAL_DICT_KEY*1='' v:MODULE_NAME_DICT_KEY*1='module_name'
  v:MODULE_NAME_OBJECT_TYPE_ORDER_DICT_KEY*1='module_name_object_type_order' v:MODULE_NAME_REGEX_DICT_KEY*1='module_name_regex' v:OBJECT_TYPE_DICT_KEY*1='object_type' c:QConfig
  f:QConfigAny*6 c:QConfigMapping v:TYPE_CHECKING*4=False f:default_fixed_qparams_range_0to1_observer f:default_fixed_qparams_range_neg1to1_observer m:default_placeholder_observer
  o:default_quint8_weight_qconfig*6 o:default_reuse_input_qconfig o:default_symmetric_qnnpack_qat_qconfig*6 o:default_symmetric_qnnpack_qconfig*6 f:default_weight_fake_quant
  f:default_weight_observer f:get_default_qat_qconfig f:get_default_qat_qconfig_mapping f:get_default_qconfig f:get_default_qconfig_mapping
torch.ao.quantization.qconfig_mapping_utils*1 c:QConfigMapping f:get_combined_dict f:get_default_qat_module_mappings f:get_flattened_qconfig_dict f:get_module_name_qconfig
  f:get_module_name_regex_qconfig f:get_object_type_qconfig f:maybe_adjust_qconfig_for_module_type_or_name f:update_qconfig_for_qat
torch.ao.quantization.quant_type e:QuantType f:quant_type_to_str*1
torch.ao.quantization.quantization_mappings o:DEFAULT_DYNAMIC_QUANT_MODULE_MAPPINGS o:DEFAULT_DYNAMIC_SPARSE_QUANT_MODULE_MAPPINGS o:DEFAULT_FLOAT_TO_QUANTIZED_OPERATOR_MAPPINGS
  o:DEFAULT_MODULE_TO_ACT_POST_PROCESS o:DEFAULT_QAT_MODULE_MAPPINGS o:DEFAULT_REFERENCE_STATIC_QUANT_MODULE_MAPPINGS o:DEFAULT_STATIC_QUANT_MODULE_MAPPINGS
  o:DEFAULT_STATIC_SPARSE_QUANT_MODULE_MAPPINGS m:DeQuantStub m:QuantStub f:default_fixed_qparams_range_0to1_fake_quant f:default_fixed_qparams_range_neg1to1_fake_quant
  f:get_combined_dict f:get_default_compare_output_module_list f:get_default_dynamic_quant_module_mappings f:get_default_dynamic_sparse_quant_module_mappings
  f:get_default_float_to_quantized_operator_mappings f:get_default_qat_module_mappings f:get_default_qconfig_propagation_list f:get_default_static_quant_module_mappings
  f:get_default_static_quant_reference_module_mappings f:get_default_static_sparse_quant_module_mappings f:get_dynamic_quant_module_class f:get_embedding_qat_module_mappings
  f:get_embedding_static_quant_module_mappings f:get_quantized_operator f:get_static_quant_module_class f:no_observer_set f:type_before_parametrizations
torch.ao.quantization.quantization_types*1 c:Node f:Pattern
torch.ao.quantization.quantize m:DeQuantStub m:QuantWrapper f:activation_is_memoryless*1 f:add_module_to_qconfig_obs_ctr*1 f:add_observer_*1 f:add_quant_dequant f:convert
  o:default_dynamic_qconfig f:get_default_custom_config_dict f:get_default_dynamic_quant_module_mappings f:get_default_qat_module_mappings f:get_default_qconfig_propagation_list
  f:get_default_static_quant_module_mappings f:get_default_static_quant_reference_module_mappings f:get_observer_dict*1 f:get_qparam_dict f:get_unique_devices_*1
  f:has_no_children_ignoring_parametrizations f:is_activation_post_process f:no_observer_set f:prepare f:prepare_qat f:propagate_qconfig_ f:quantize f:quantize_dynamic
  f:quantize_qat f:register_activation_post_process_hook*1 f:swap_module f:type_before_parametrizations
torch.ao.quantization.quantize_fx c:BackendConfig c:ConvertCustomConfig c:FuseCustomConfig m:GraphModule m:ObservedGraphModule c:PrepareCustomConfig c:QConfigMapping
  c:QuantizationTracer c:Scope c:ScopeContextManager f:attach_preserved_attrs_to_model*6 f:convert f:convert_fx f:convert_to_reference_fx f:fuse f:fuse_fx
  f:get_custom_module_class_keys f:get_skipped_module_name_and_classes f:get_tensorrt_backend_config f:graph_pretty_str*1 f:prepare f:prepare_fx f:prepare_qat_fx
torch.ao.quantization.quantize_jit c:QConfig e:QuantType f:convert_dynamic_jit f:convert_jit f:fuse_conv_bn_jit f:prepare_dynamic_jit f:prepare_jit f:quantize_dynamic_jit
  f:quantize_jit f:script_qconfig f:script_qconfig_dict f:wrap_cpp_module
torch.ao.quantization.quantize_pt2e*2 c:DerivedQuantizationSpec c:DuplicateDQPass c:FixedQParamsQuantizationSpec m:GraphModule c:Node c:PassManager c:PortNodeMetaForQDQ
  c:QuantizationAnnotation c:QuantizationSpec c:QuantizationSpecBase c:Quantizer c:SharedQuantizationSpec f:constant_fold f:convert_pt2e f:prepare f:prepare_pt2e f:prepare_qat_pt2e
  f:reference_representation_rewrite
torch.ao.quantization.quantizer*2 c:DerivedQuantizationSpec f:EdgeOrNode c:FixedQParamsQuantizationSpec c:QuantizationAnnotation c:QuantizationSpec c:QuantizationSpecBase
  c:Quantizer c:SharedQuantizationSpec
torch.ao.quantization.stubs m:DeQuantStub c:QConfig*4 m:QuantStub m:QuantWrapper
torch.ao.quantization.utils c:MatchAllNode c:Node*6 f:NodePattern*6 f:Pattern e:QuantType f:activation_dtype f:activation_is_dynamically_quantized f:activation_is_int32_quantized
  f:activation_is_int8_quantized f:activation_is_statically_quantized f:calculate_qmin_qmax f:check_min_max_valid f:check_node f:determine_qparams*6 f:get_combined_dict
  f:get_fqn_to_example_inputs f:get_qconfig_dtypes f:get_qparam_dict f:get_quant_type f:get_swapped_custom_module_class f:getattr_from_fqn
  f:has_no_children_ignoring_parametrizations f:is_parametrized f:is_per_channel f:is_per_tensor f:op_is_int8_dynamically_quantized f:to_underlying_dtype*6 f:validate_qmin_qmax*6
  f:weight_dtype f:weight_is_quantized f:weight_is_statically_quantized
torch.autograd c:DeviceType c:Function c:NestedIOFunction c:ProfilerActivity c:ProfilerConfig c:ProfilerEvent c:ProfilerState c:SavedTensor c:Variable f:backward c:detect_anomaly
  c:enable_grad c:enforce_grad_layout_policy*4 f:grad f:gradcheck f:gradgradcheck f:handle_torch_function f:has_torch_function c:inference_mode f:is_multithreading_enabled*6
  f:is_tensor_like f:is_view_replay_enabled*6 f:kineto_available c:no_grad c:set_detect_anomaly c:set_grad_enabled c:set_multithreading_enabled*6 f:variable
torch.autograd.anomaly_mode c:detect_anomaly c:set_detect_anomaly
torch.autograd.forward_ad c:UnpackedDualTensor c:dual_level f:enter_dual_level f:exit_dual_level f:make_dual f:unpack_dual
torch.autograd.function o:AUTOGRAD_FUNCTION_COUNTER*6 c:BackwardCFunction c:Function c:FunctionCtx c:FunctionMeta c:InplaceFunction c:NestedIOFunction f:custom_function_call*6
  f:once_differentiable f:traceable*1 f:with_metaclass*1
torch.autograd.functional f:hessian f:hvp f:jacobian f:jvp f:vhp f:vjp
torch.autograd.grad_mode o:F c:enable_grad c:enforce_grad_layout_policy*4 c:inference_mode c:no_grad c:set_grad_enabled c:set_multithreading_enabled*6
torch.autograd.gradcheck x:GradcheckError f:get_analytical_jacobian f:get_numerical_jacobian f:get_numerical_jacobian_wrt_specific_input f:gradcheck f:gradgradcheck f:is_tensor_like
  f:vmap
torch.autograd.graph c:GradientEdge*6 c:Node*6 c:RemovableHandle*6 v:TYPE_CHECKING*6=False c:TorchDispatchMode*6 c:Variable*6 f:allow_mutation_on_saved_tensors*6
  f:disable_saved_tensors_hooks f:get_gradient_edge*6 f:increment_version*6 c:node_creation_hook*4 f:region_activation_memory_budget*4 f:register_multi_grad_hook*6 c:save_on_cpu
  c:saved_tensors_hooks f:set_override_stale_capture_stream*4 f:set_warn_on_accumulate_grad_stream_mismatch*4
torch.autograd.profiler c:DeviceType c:EnforceUnique c:EventList c:FunctionEvent c:Future c:KinetoStepTracker*6 v:MEMORY_EVENT_NAME='[memory]' c:MemRecordsAcc
  v:OUT_OF_MEMORY_EVENT_NAME='[OutOfMemory]' c:ProfilerActivity c:ProfilerConfig c:ProfilerState c:emit_itt c:emit_nvtx f:kineto_available f:kineto_step*1 f:load_nvprof
  f:parse_nvprof_trace c:profile c:record_function
torch.autograd.profiler_legacy c:DeviceType c:EventList c:FunctionEvent v:MEMORY_EVENT_NAME='[memory]' c:ProfilerConfig c:ProfilerState c:profile
torch.autograd.profiler_util c:DeviceType c:EventList c:EventMetadata*4 c:FormattedTimesMixin c:FunctionEvent c:FunctionEventAvg c:Interval c:Kernel v:MEMORY_EVENT_NAME='[memory]'
  c:MemRecordsAcc v:OUT_OF_MEMORY_EVENT_NAME='[OutOfMemory]' c:StringTable
torch.autograd.variable c:ImperativeEngine c:Variable c:VariableMeta f:with_metaclass*1
torch.backends c:ContextProp*3 c:PropModule*3 f:disable_global_flags*3 f:flags_frozen*3
torch.backends.cpu*6 f:get_cpu_capability
torch.backends.cuda c:SDPAParams*6 c:SDPBackend*6 f:allow_fp16_bf16_reduction_math_sdp*6 f:blas_workspace_size*4 f:can_use_cudnn_attention*6 f:can_use_efficient_attention*6
  f:can_use_flash_attention*6 c:cuBLASModule c:cuFFTPlanCache c:cuFFTPlanCacheAttrContextProp c:cuFFTPlanCacheManager f:cublas_workspace_size*4 f:cublaslt_workspace_size*4
  f:cudnn_sdp_enabled*6 f:enable_cudnn_sdp*6 f:enable_flash_sdp f:enable_math_sdp f:enable_mem_efficient_sdp*6 f:flash_sdp_enabled f:fp16_bf16_reduction_math_sdp_allowed*6
  f:is_built f:is_ck_sdpa_available*4 f:is_flash_attention_available*6 f:math_sdp_enabled f:mem_efficient_sdp_enabled*6 f:preferred_blas_library*6 f:preferred_linalg_library
  f:preferred_rocm_fa_library*4 f:sdp_kernel
torch.backends.cudnn
torch.backends.cusparselt*6 f:get_max_alg_id f:is_available f:version
torch.backends.kleidiai*4 f:is_available
torch.backends.mha*6 f:get_fastpath_enabled f:set_fastpath_enabled
torch.backends.miopen*4
torch.backends.mkl v:VERBOSE_OFF=0 v:VERBOSE_ON=1 f:is_available c:verbose
torch.backends.mps v:TYPE_CHECKING*6=False f:get_core_count*4 f:get_name*4 f:is_available f:is_built f:is_macos13_or_newer*6 f:is_macos_or_newer*6
torch.backends.nnpack*6 c:ContextProp c:PropModule f:flags f:is_available f:set_flags
torch.backends.openmp f:is_available
torch.backends.opt_einsum
torch.backends.python_native*4 f:disable_dispatch_keys f:disable_operations f:enable_dispatch_keys f:enable_operations f:get_dsl_operations f:is_dsl_disabled f:is_operation_disabled
  f:operations_disabled
torch.backends.quantized
torch.backends.xeon
torch.backends.xnnpack
torch.compiler*6 c:CacheInfo*4 o:F*4 c:NestedCompileRegionOptions*4 x:PrecompileError*4 v:TYPE_CHECKING*4=False f:allow_in_graph f:assume_constant_result f:compile
  f:cudagraph_mark_step_begin f:cudagraph_mark_warmup_incomplete*4 f:disable f:get_default_backend*4 f:is_compiling f:is_dynamo_compiling f:is_exporting*4
  f:keep_portable_guards_unsafe*4 f:keep_tensor_guards_unsafe*4 f:list_backends f:load_cache_artifacts*4 f:load_compiled_function*4 f:nested_compile_region*4 f:nonstrict_trace*4
  f:precompile*4 f:reset f:save_cache_artifacts*4 f:set_default_backend*4 f:set_enable_guard_collectives*4 f:set_stance f:skip_all_guards_unsafe*4
  f:skip_guard_on_all_nn_modules_unsafe*4 f:skip_guard_on_globals_unsafe*4 f:skip_guard_on_inbuilt_nn_modules_unsafe*4 f:substitute_in_graph f:wrap_numpy
torch.cpu c:Event*6 c:Stream*6 c:StreamContext*6 f:current_device*6 f:current_stream*6 f:device_count*6 f:get_capabilities*4 f:is_available*6 f:is_initialized*4 f:set_device*6
  f:stream*6 f:synchronize*6
torch.cuda x:AcceleratorError*4 c:BFloat16Storage c:BFloat16Tensor c:BoolStorage c:BoolTensor c:ByteStorage c:ByteTensor c:CUDAGraph c:CUDAPluggableAllocator*6 c:CharStorage
  c:CharTensor c:ComplexDoubleStorage c:ComplexFloatStorage x:CudaError o:DEVICE_REQUIREMENT*4 o:DEVICE_REQUIREMENT_POST_JETSON_SBSA_UNIFICATION*4 x:DeferredCudaCallError
  c:DoubleStorage c:DoubleTensor c:Event c:ExternalStream c:FloatStorage c:FloatTensor c:GreenContext*4 c:HalfStorage c:HalfTensor c:IntStorage c:IntTensor c:LongStorage
  c:LongTensor c:MemPool*6 c:MemPoolContext*2 x:OutOfMemoryError o:PYTORCH_RELEASES_CODE_CC*4 c:ShortStorage c:ShortTensor c:Stream c:StreamContext v:TYPE_CHECKING*4=False
  f:caching_allocator_alloc f:caching_allocator_delete f:caching_allocator_disabled*4 f:caching_allocator_enable*6 f:can_device_access_peer f:change_current_allocator*6
  f:check_error f:classproperty f:clock_rate*6 c:cudaStatus f:cudart f:current_blas_handle f:current_device f:current_solver_handle*4 f:current_stream o:default_generators
  f:default_stream c:device f:device_count f:device_memory_used*6 c:device_of f:empty_cache f:export_dot*4 f:export_graph_data*4 f:get_allocator_backend*6 f:get_arch_list
  f:get_device_capability f:get_device_name f:get_device_properties f:get_gencode_flags f:get_per_process_memory_fraction*6 f:get_rng_state f:get_rng_state_all
  f:get_stream_from_external*4 f:get_sync_debug_mode c:graph f:graph_pool_handle v:has_half=True v:has_magma=False f:host_memory_stats*4 f:host_memory_stats_as_nested_dict*4 f:init
  f:initial_seed f:ipc_collect f:is_available f:is_bf16_supported f:is_current_stream_capturing f:is_initialized f:is_tf32_supported*4 f:list_gpu_processes f:make_graphed_callables
  f:manual_seed f:manual_seed_all f:max_memory_allocated f:max_memory_cached f:max_memory_reserved f:mem_get_info f:memory_allocated f:memory_cached f:memory_reserved
  f:memory_snapshot f:memory_stats f:memory_stats_as_nested_dict f:memory_summary f:memory_usage f:power_draw*6 f:reset_accumulated_host_memory_stats*4
  f:reset_accumulated_memory_stats f:reset_max_memory_allocated f:reset_max_memory_cached f:reset_peak_host_memory_stats*4 f:reset_peak_memory_stats f:seed f:seed_all f:set_device
  f:set_per_process_memory_fraction f:set_rng_state f:set_rng_state_all f:set_stream f:set_sync_debug_mode f:stream f:synchronize f:temperature*6 f:use_mem_pool*6 f:utilization
torch.cuda.amp c:GradScaler f:amp_definitely_not_available*6 c:autocast f:custom_bwd f:custom_fwd
torch.cuda.comm f:broadcast f:broadcast_coalesced f:gather f:reduce_add f:reduce_add_coalesced f:scatter
torch.cuda.error*3
torch.cuda.gds*6 c:GdsFile*4 c:Storage f:gds_deregister_buffer*4 f:gds_register_buffer*4 f:is_available*4
torch.cuda.graph_annotations*4 f:clear_kernel_annotations f:get_kernel_annotations f:is_available f:mark_kernels
torch.cuda.graphs c:CUDAGraph v:TYPE_CHECKING*4=False c:Tensor*4 f:export_dot*4 f:export_graph_data*4 c:graph f:graph_pool_handle f:is_current_stream_capturing
  f:make_graphed_callables f:register_graph_capture_end_hook*4 f:register_graph_capture_start_hook*4 f:register_graph_destroy_hook*4 f:register_graph_instantiate_hook*4
  f:register_graph_replay_end_hook*4 f:register_graph_replay_start_hook*4
torch.cuda.green_contexts*4 c:GreenContext
torch.cuda.memory c:CUDAPluggableAllocator*6 c:MemPool*6 c:MemPoolContext*2 v:TYPE_CHECKING*4=False f:caching_allocator_alloc f:caching_allocator_delete
  f:caching_allocator_disabled*4 f:caching_allocator_enable*6 f:change_current_allocator*6 f:empty_cache f:get_allocator_backend*6 f:get_per_process_memory_fraction*6
  f:host_memory_stats*4 f:host_memory_stats_as_nested_dict*4 f:is_initialized f:list_gpu_processes f:max_memory_allocated f:max_memory_cached f:max_memory_reserved f:mem_get_info
  f:memory_allocated f:memory_cached f:memory_reserved f:memory_snapshot f:memory_stats f:memory_stats_as_nested_dict f:memory_summary f:reset_accumulated_host_memory_stats*4
  f:reset_accumulated_memory_stats f:reset_max_memory_allocated f:reset_max_memory_cached f:reset_peak_host_memory_stats*4 f:reset_peak_memory_stats
  f:set_per_process_memory_fraction f:use_mem_pool*6
torch.cuda.nccl v:SUM=0 f:all_gather f:all_reduce f:broadcast f:init_rank f:is_available f:reduce f:reduce_scatter f:unique_id f:version
torch.cuda.nvtx f:mark f:range f:range_end f:range_pop f:range_push f:range_start
torch.cuda.profiler o:DEFAULT_FLAGS f:check_error f:cudart f:init*3 f:profile f:start f:stop
torch.cuda.random c:Tensor f:current_device f:device_count f:get_rng_state f:get_rng_state_all f:initial_seed f:is_initialized*4 f:manual_seed f:manual_seed_all f:seed f:seed_all
  f:set_rng_state f:set_rng_state_all
torch.cuda.sparse c:BFloat16Tensor c:ByteTensor c:CharTensor c:DoubleTensor c:FloatTensor c:HalfTensor c:IntTensor c:LongTensor c:ShortTensor
torch.cuda.streams c:Event c:ExternalStream c:Stream
torch.cuda.tunable*6 f:enable f:get_cublaslt_requested_algo_count*4 f:get_filename f:get_max_tuning_duration f:get_max_tuning_iterations f:get_results f:get_rotating_buffer_size*4
  f:get_validators f:is_enabled f:mgpu_tune_gemm_in_file f:read_file f:record_untuned_enable f:record_untuned_is_enabled f:set_cublaslt_requested_algo_count*4 f:set_filename
  f:set_max_tuning_duration f:set_max_tuning_iterations f:set_numerical_check_tolerances*4 f:set_rotating_buffer_size*4 f:tune_gemm_in_file f:tuning_enable f:tuning_is_enabled
  f:write_file*2 f:write_file_on_exit*2
torch.distributed c:AllToAllOptions c:AllreduceCoalescedOptions c:AllreduceOptions c:Backend c:BackendConfig*6 c:BarrierOptions c:BroadcastOptions c:BuiltinCommHookType c:DebugLevel
  c:DeviceMesh*6 x:DistBackendError*6 x:DistError*6 x:DistNetworkError*6 x:DistStoreError*6 c:FileStore c:GatherOptions c:GradBucket c:GroupMember f:GroupName*4 c:HashStore c:Logger
  c:P2POp c:PrefixStore c:ProcessGroup c:ProcessGroupGloo c:ProcessGroupMPI*6 x:QueueEmptyError*4 c:ReduceOp c:ReduceOptions c:ReduceScatterOptions c:Reducer c:ScatterOptions
  c:Store c:TCPStore c:Work f:all_gather f:all_gather_coalesced f:all_gather_into_tensor f:all_gather_multigpu*1 f:all_gather_object f:all_gather_single*4 f:all_reduce
  f:all_reduce_coalesced f:all_reduce_multigpu*1 f:all_to_all f:all_to_all_single f:barrier f:batch_isend_irecv f:breakpoint*6 f:broadcast f:broadcast_multigpu*1
  f:broadcast_object_list o:default_pg_timeout f:destroy_process_group c:dist_backend*1 f:gather f:gather_into_tensor*4 f:gather_object f:gather_single*4 f:get_backend
  f:get_backend_config*6 f:get_backend_impl*4 f:get_debug_level f:get_default_backend_for_device*6 f:get_global_rank f:get_group_rank f:get_node_local_rank*6 f:get_pg_count*6
  f:get_process_group_ranks f:get_rank f:get_world_size c:group f:init_device_mesh*6 f:init_process_group f:irecv f:is_available f:is_backend_available*6 f:is_gloo_available
  f:is_initialized f:is_mpi_available f:is_nccl_available f:is_torchelastic_launched f:is_ucc_available f:is_xccl_available*6 f:isend f:monitored_barrier f:new_group f:new_subgroups
  f:new_subgroups_by_enumeration f:record_comm*4 f:recv f:recv_object_list*6 f:reduce f:reduce_multigpu*1 f:reduce_scatter f:reduce_scatter_multigpu*1 f:reduce_scatter_single*4
  f:reduce_scatter_tensor f:register_rendezvous_handler f:rendezvous f:scatter f:scatter_object_list f:send f:send_object_list*6 f:set_debug_level f:set_debug_level_from_env
  f:set_timeout*4 f:shrink_group*4 f:split_group*6 f:supports_complex
torch.distributed.algorithms c:Join c:JoinHook c:Joinable
torch.distributed.algorithms.ddp_comm_hooks e:DDPCommHookType m:DistributedDataParallel*1 f:register_ddp_comm_hook
torch.distributed.algorithms.join c:Join c:JoinHook c:Joinable
torch.distributed.algorithms.model_averaging
torch.distributed.argparse_util c:check_env c:env
torch.distributed.autograd c:DistAutogradContext v:TYPE_CHECKING*4=False f:backward c:context f:get_gradients f:is_available
torch.distributed.c10d_logger*6
torch.distributed.collective_utils*6 c:SyncPayload o:T v:TYPE_CHECKING*4=False f:all_gather f:all_gather_object_enforce_type f:broadcast
torch.distributed.config*4 f:Config f:install_config_module
torch.distributed.constants o:default_pg_timeout
torch.distributed.debug*4 v:TYPE_CHECKING=False f:get_rank f:start_debug_server f:stop_debug_server f:tcpstore_client
torch.distributed.device_mesh*6 c:C10dBackend c:CustomClassBase*4 c:DeviceMesh c:GroupMember*4 f:GroupName*4 c:ProcessGroup v:TYPE_CHECKING=False f:get_backend
  f:get_process_group_ranks f:get_rank f:get_world_size f:init_device_mesh f:init_process_group f:is_available f:is_initialized f:new_group f:not_none f:split_group
torch.distributed.distributed_c10d c:AllToAllOptions c:AllgatherOptions*6 c:AllreduceCoalescedOptions c:AllreduceOptions c:Backend c:BackendConfig*6 c:BarrierOptions
  c:BroadcastOptions c:C10DBackend*4 o:DENY_LIST*1 c:DebugLevel x:DistStoreError*6 c:GatherOptions c:GroupMember f:GroupName*4 c:NanCheckHook*4 c:P2POp
  v:PG_WRAPPER_STORE_PREFIX='pg_wrapper' c:PrefixStore c:ProcessGroup c:ProcessGroupGloo c:ProcessGroupMPI*6 c:ReconfigureOptions*4 c:ReduceOp c:ReduceOptions c:ReduceScatterOptions
  v:SHRINK_ABORT*4=1 v:SHRINK_DEFAULT*4=0 v:STORE_BASED_BARRIER_PREFIX='store_based_barrier_key' c:ScatterOptions c:Store v:TYPE_CHECKING*6=False c:Window*4 c:Work f:all_gather
  f:all_gather_coalesced f:all_gather_into_tensor f:all_gather_multigpu*1 f:all_gather_object f:all_gather_single*4 f:all_reduce f:all_reduce_coalesced f:all_reduce_multigpu*1
  f:all_to_all f:all_to_all_single f:barrier f:batch_isend_irecv f:broadcast f:broadcast_multigpu*1 f:broadcast_object_list o:default_pg_timeout f:destroy_process_group
  c:dist_backend*1 f:gather f:gather_into_tensor*4 f:gather_object f:gather_single*4 f:get_backend f:get_backend_config*6 f:get_backend_impl*4 f:get_debug_level
  f:get_default_backend_for_device*6 f:get_global_rank f:get_group_rank f:get_node_local_rank*6 f:get_pg_count*6 f:get_process_group_ranks f:get_rank f:get_world_size c:group
  f:handle_torch_function*4 f:has_torch_function*4 f:init_process_group f:irecv f:is_backend_available*6 f:is_gloo_available f:is_initialized f:is_mpi_available f:is_nccl_available
  f:is_torchelastic_launched f:is_ucc_available f:is_xccl_available*6 f:isend f:monitored_barrier f:new_group f:new_subgroups f:new_subgroups_by_enumeration f:not_none*6
  f:record_comm*4 f:recv f:recv_object_list*6 f:reduce f:reduce_multigpu*1 f:reduce_scatter f:reduce_scatter_multigpu*1 f:reduce_scatter_single*4 f:reduce_scatter_tensor
  f:register_rendezvous_handler f:rendezvous f:scatter f:scatter_object_list f:send f:send_object_list*6 f:set_pytorch_distributed_envs_from_justknobs*6 f:set_timeout*4
  f:shrink_group*4 f:split_group*6 o:string_classes*1 f:supports_complex
torch.distributed.flight_recorder*4
torch.distributed.fsdp*6 e:BackwardPrefetch c:CPUOffload c:CPUOffloadPolicy c:DataParallelMeshDims*4 c:FSDPModule c:FlatParameter c:FullOptimStateDictConfig c:FullStateDictConfig
  m:FullyShardedDataParallel c:LocalOptimStateDictConfig c:LocalStateDictConfig c:MixedPrecision c:MixedPrecisionPolicy c:OffloadPolicy c:OptimStateDictConfig e:OptimStateKeyType
  c:ShardedOptimStateDictConfig c:ShardedStateDictConfig e:ShardingStrategy c:StateDictConfig c:StateDictSettings e:StateDictType c:UnshardHandle f:fully_shard
  f:register_fsdp_forward_method f:share_comm_ctx*4
torch.distributed.fsdp.api*6 e:BackwardPrefetch c:CPUOffload c:FullOptimStateDictConfig c:FullStateDictConfig c:LocalOptimStateDictConfig c:LocalStateDictConfig c:MixedPrecision
  c:OptimStateDictConfig c:ShardedOptimStateDictConfig c:ShardedStateDictConfig e:ShardingStrategy c:StateDictConfig c:StateDictSettings e:StateDictType
torch.distributed.fsdp.fully_sharded_data_parallel*6 m:ActivationWrapper e:BackwardPrefetch c:CPUOffload c:CustomPolicy c:DeviceMesh v:FLAT_PARAM='_flat_param'
  v:FSDP_PREFIX='_fsdp_wrapped_module.' v:FSDP_WRAPPED_MODULE='_fsdp_wrapped_module' c:FlatParamHandle c:FlatParameter c:FullOptimStateDictConfig c:FullStateDictConfig
  m:FullyShardedDataParallel o:HYBRID_SHARDING_STRATEGIES e:HandleTrainingState o:LOW_PRECISION_HOOKS c:LocalOptimStateDictConfig c:LocalStateDictConfig c:MixedPrecision
  c:ModuleWrapPolicy c:OptimStateDictConfig e:OptimStateKeyType c:ShardedOptimStateDictConfig c:ShardedStateDictConfig e:ShardingStrategy c:StateDictConfig c:StateDictSettings
  e:StateDictType e:TrainingState f:copy_method_params*4 f:copy_method_sig*4
torch.distributed.fsdp.sharded_grad_scaler*6 c:GradScaler e:OptState c:ProcessGroup c:ShardedGradScaler
torch.distributed.fsdp.wrap*6 c:CustomPolicy c:ModuleWrapPolicy f:always_wrap_policy f:enable_wrap f:lambda_auto_wrap_policy f:size_based_auto_wrap_policy
  f:transformer_auto_wrap_policy f:wrap
torch.distributed.launch f:get_args_parser f:launch f:main f:parse_args f:run
torch.distributed.logging_handlers*6
torch.distributed.nn c:Function c:ReduceOp m:RemoteModule f:all_gather f:all_reduce f:all_to_all f:all_to_all_single f:broadcast f:gather c:group f:reduce f:reduce_scatter f:scatter
torch.distributed.optim c:DistributedOptimizer c:PostLocalSGDOptimizer c:ZeroRedundancyOptimizer f:as_functional_optim
torch.distributed.pipelining*6 m:Pipe c:PipelineStage c:Schedule1F1B c:ScheduleDualPipeV*4 c:ScheduleGPipe c:ScheduleInterleaved1F1B c:ScheduleInterleavedZeroBubble
  c:ScheduleLoopedBFS c:ScheduleZBVZeroBubble e:SplitPoint f:build_stage f:pipe_split f:pipeline
torch.distributed.remote_device
torch.distributed.rendezvous c:FileStore c:PrefixStore*1 c:Store c:TCPStore o:default_pg_timeout f:register_rendezvous_handler f:rendezvous
torch.distributed.rpc c:AllGatherStates e:BackendType c:PyRRef c:RRef c:RemoteProfilerManager c:RpcAgent c:RpcBackendOptions c:Store c:TensorPipeAgent*3
  c:TensorPipeRpcBackendOptions c:WorkerInfo f:enable_gil_profiling f:get_rpc_timeout f:get_worker_info f:init_rpc f:is_available f:method_factory f:new_method f:remote f:rpc_async
  f:rpc_sync f:shutdown
torch.distributed.run c:DefaultLogsSpecs*6 c:LaunchConfig c:LogsSpecs*6 v:REMAINDER='...' e:Std c:check_env f:config_from_args f:determine_local_world_size c:elastic_launch c:env
  f:get_args_parser f:get_logger f:get_rdzv_endpoint f:get_use_env c:macros f:main f:parse_args f:parse_min_max_nnodes f:record f:run f:run_script_path
torch.distributed.utils c:PackedSequence*6 o:Q*6 o:R*6 o:S*6 o:T*6
torch.distributions c:AbsTransform c:AffineTransform c:Bernoulli c:Beta c:Binomial c:CatTransform c:Categorical c:Cauchy c:Chi2 c:ComposeTransform c:ContinuousBernoulli
  c:CorrCholeskyTransform c:CumulativeDistributionTransform c:Dirichlet c:Distribution c:ExpTransform c:Exponential c:ExponentialFamily c:FisherSnedecor c:Gamma
  c:GeneralizedPareto*4 c:Geometric c:Gumbel c:HalfCauchy c:HalfNormal c:Independent c:IndependentTransform c:InverseGamma*6 c:Kumaraswamy c:LKJCholesky c:Laplace c:LogNormal
  c:LogisticNormal c:LowRankMultivariateNormal c:LowerCholeskyTransform c:MixtureSameFamily c:Multinomial c:MultivariateNormal c:NegativeBinomial c:Normal c:OneHotCategorical
  c:OneHotCategoricalStraightThrough c:Pareto c:Poisson c:PositiveDefiniteTransform*6 c:PowerTransform c:RelaxedBernoulli c:RelaxedOneHotCategorical c:ReshapeTransform
  c:SigmoidTransform c:SoftmaxTransform c:SoftplusTransform c:StackTransform c:StickBreakingTransform c:StudentT c:TanhTransform c:Transform c:TransformedDistribution c:Uniform
  c:VonMises c:Weibull c:Wishart f:biject_to f:identity_transform f:kl_divergence f:register_kl f:transform_to
torch.distributions.bernoulli c:Bernoulli c:ExponentialFamily c:Tensor*4 f:binary_cross_entropy_with_logits f:broadcast_all c:lazy_property f:logits_to_probs o:nan f:probs_to_logits
torch.distributions.beta c:Beta c:Dirichlet c:ExponentialFamily c:Tensor*4 f:broadcast_all
torch.distributions.binomial c:Binomial c:Distribution c:Tensor*4 f:broadcast_all c:lazy_property f:logits_to_probs f:probs_to_logits
torch.distributions.categorical c:Categorical c:Distribution c:Tensor*4 c:lazy_property f:logits_to_probs o:nan f:probs_to_logits
torch.distributions.cauchy c:Cauchy c:Distribution c:Tensor*4 f:broadcast_all o:inf o:nan
torch.distributions.chi2 c:Chi2 c:Gamma c:Tensor*4
torch.distributions.constraint_registry c:ConstraintRegistry f:biject_to f:transform_to
torch.distributions.constraints c:Constraint c:MixtureSameFamilyConstraint*4 c:cat f:dependent c:dependent_property c:greater_than c:greater_than_eq c:half_open_interval
  c:independent c:integer_interval c:interval f:is_dependent c:less_than c:multinomial c:stack
torch.distributions.continuous_bernoulli c:ContinuousBernoulli c:ExponentialFamily c:Tensor*4 f:binary_cross_entropy_with_logits f:broadcast_all f:clamp_probs c:lazy_property
  f:logits_to_probs f:probs_to_logits
torch.distributions.dirichlet c:Dirichlet c:ExponentialFamily c:Function c:Tensor*4 f:once_differentiable
torch.distributions.distribution c:Distribution c:Tensor*4 c:lazy_property
torch.distributions.exp_family c:Distribution c:ExponentialFamily c:Tensor*4
torch.distributions.exponential c:Exponential c:ExponentialFamily c:Tensor*4 f:broadcast_all
torch.distributions.fishersnedecor c:Distribution c:FisherSnedecor c:Gamma c:Tensor*4 f:broadcast_all o:nan
torch.distributions.gamma c:ExponentialFamily c:Gamma c:Tensor*4 f:broadcast_all
torch.distributions.generalized_pareto*4 c:Distribution c:GeneralizedPareto f:broadcast_all o:inf o:nan
torch.distributions.geometric c:Distribution c:Geometric c:Tensor*4 f:binary_cross_entropy_with_logits f:broadcast_all c:lazy_property f:logits_to_probs f:probs_to_logits
torch.distributions.gumbel c:AffineTransform c:ExpTransform c:Gumbel c:Tensor*4 c:TransformedDistribution c:Uniform f:broadcast_all v:euler_constant=0.5772156649015329
torch.distributions.half_cauchy c:AbsTransform c:Cauchy c:HalfCauchy c:Tensor*4 c:TransformedDistribution o:inf
torch.distributions.half_normal c:AbsTransform c:HalfNormal c:Normal c:Tensor*4 c:TransformedDistribution o:inf
torch.distributions.independent o:D*4 c:Distribution c:Independent c:Size*4 c:Tensor*4
torch.distributions.inverse_gamma*6 c:Gamma c:InverseGamma c:PowerTransform c:Tensor*4 c:TransformedDistribution
torch.distributions.kl c:Bernoulli c:Beta c:Binomial c:Categorical c:Cauchy c:ContinuousBernoulli c:Dirichlet c:Distribution c:Exponential c:ExponentialFamily c:Gamma c:Geometric
  c:Gumbel c:HalfNormal c:Independent c:Laplace c:LowRankMultivariateNormal c:MultivariateNormal c:Normal c:OneHotCategorical c:Pareto c:Poisson c:Tensor*4 c:TransformedDistribution
  c:Uniform o:inf f:kl_divergence f:register_kl
torch.distributions.kumaraswamy c:AffineTransform c:Kumaraswamy c:PowerTransform c:Tensor*4 c:TransformedDistribution c:Uniform f:broadcast_all v:euler_constant=0.5772156649015329
  o:nan
torch.distributions.laplace c:Distribution c:Laplace c:Tensor*4 f:broadcast_all
torch.distributions.lkj_cholesky c:Beta c:Distribution c:LKJCholesky c:Tensor*4 f:broadcast_all
torch.distributions.log_normal c:ExpTransform c:LogNormal c:Normal c:Tensor*4 c:TransformedDistribution
torch.distributions.logistic_normal c:Independent*4 c:LogisticNormal c:Normal c:StickBreakingTransform c:Tensor*4 c:TransformedDistribution
torch.distributions.lowrank_multivariate_normal c:Distribution c:LowRankMultivariateNormal c:Tensor*4 c:lazy_property
torch.distributions.mixture_same_family c:Categorical c:Distribution c:MixtureSameFamily c:MixtureSameFamilyConstraint*4 c:Tensor*4
torch.distributions.multinomial c:Binomial c:Categorical c:Distribution c:Multinomial c:Tensor*4 f:broadcast_all o:inf
torch.distributions.multivariate_normal c:Distribution c:MultivariateNormal c:Tensor*4 c:lazy_property
torch.distributions.negative_binomial c:Distribution c:Gamma*4 c:NegativeBinomial c:Tensor*4 f:broadcast_all c:lazy_property f:logits_to_probs f:probs_to_logits
torch.distributions.normal c:ExponentialFamily c:Normal c:Tensor*4 f:broadcast_all
torch.distributions.one_hot_categorical c:Categorical c:Distribution c:OneHotCategorical c:OneHotCategoricalStraightThrough c:Tensor*4
torch.distributions.pareto c:AffineTransform c:ExpTransform c:Exponential c:Pareto c:Tensor*4 c:TransformedDistribution f:broadcast_all
torch.distributions.poisson c:ExponentialFamily c:Poisson c:Tensor*4 f:broadcast_all
torch.distributions.relaxed_bernoulli c:Distribution c:LogitRelaxedBernoulli c:RelaxedBernoulli c:SigmoidTransform c:Tensor*4 c:TransformedDistribution f:broadcast_all f:clamp_probs
  c:lazy_property f:logits_to_probs f:probs_to_logits
torch.distributions.relaxed_categorical c:Categorical c:Distribution c:ExpRelaxedCategorical c:ExpTransform c:RelaxedOneHotCategorical c:Tensor*4 c:TransformedDistribution
  f:broadcast_all f:clamp_probs
torch.distributions.studentT c:Chi2 c:Distribution c:StudentT c:Tensor*4 f:broadcast_all o:inf o:nan
torch.distributions.transformed_distribution c:ComposeTransform c:Distribution c:Independent c:Tensor*4 c:Transform c:TransformedDistribution
torch.distributions.transforms c:AbsTransform c:AffineTransform c:CatTransform c:ComposeTransform c:CorrCholeskyTransform c:CumulativeDistributionTransform c:Distribution*4
  c:ExpTransform c:IndependentTransform c:LowerCholeskyTransform c:PositiveDefiniteTransform*6 c:PowerTransform c:ReshapeTransform c:SigmoidTransform c:SoftmaxTransform
  c:SoftplusTransform c:StackTransform c:StickBreakingTransform c:TanhTransform c:Tensor*4 c:Transform f:broadcast_all f:identity_transform c:lazy_property f:pad f:softplus
  f:tril_matrix_to_vec f:vec_to_tril_matrix
torch.distributions.uniform c:Distribution c:Tensor*4 c:Uniform f:broadcast_all o:nan
torch.distributions.utils o:R*4 c:SymInt*4 o:T*4 c:Tensor*4 f:broadcast_all f:clamp_probs v:euler_constant=0.5772156649015329 f:is_tensor_like c:lazy_property f:logits_to_probs
  f:probs_to_logits f:tril_matrix_to_vec f:vec_to_tril_matrix
torch.distributions.von_mises c:Distribution c:Tensor*4 c:VonMises f:broadcast_all c:lazy_property
torch.distributions.weibull c:AffineTransform c:Exponential c:PowerTransform c:Tensor*4 c:TransformedDistribution c:Weibull f:broadcast_all v:euler_constant=0.5772156649015329
torch.distributions.wishart c:ExponentialFamily c:Tensor*4 c:Wishart c:lazy_property o:nan
torch.export*6 c:AdditionalInputs*4 c:CustomDecompTable v:DEFAULT_PICKLE_PROTOCOL*4=2 c:Dim c:ExportBackwardSignature c:ExportGraphSignature c:ExportedProgram c:FlatArgsAdapter
  c:ModuleCallEntry c:ModuleCallSignature c:PassManager*2 c:PassResult c:ShapesCollection v:TYPE_CHECKING*2=False m:UnflattenedModule f:compatibility*2 f:default_decompositions
  f:dims f:draft_export*4 f:export f:export_for_inference*2 f:export_for_training*2 f:load f:register_dataclass f:save f:unflatten
torch.fft c:Tensor f:fft f:fft2 f:fftfreq f:fftn f:fftshift f:hfft f:hfft2 f:hfftn f:ifft f:ifft2 f:ifftn f:ifftshift f:ihfft f:ihfft2 f:ihfftn f:irfft f:irfft2 f:irfftn f:rfft
  f:rfft2 f:rfftfreq f:rfftn
torch.func*6 f:debug_unwrap*4 f:functional_call f:functionalize f:grad f:grad_and_value f:hessian f:jacfwd f:jacrev f:jvp f:linearize f:rearrange*4 f:replace_all_batch_norm_modules_
  f:stack_module_state f:vjp f:vmap
torch.functional v:TYPE_CHECKING=False c:Tensor f:align_tensors*3 f:atleast_1d f:atleast_2d f:atleast_3d f:block_diag f:boolean_dispatch f:broadcast_shapes f:broadcast_tensors
  f:cartesian_prod f:cdist f:chain_matmul f:einsum f:handle_torch_function f:has_torch_function f:has_torch_function_unary f:has_torch_function_variadic f:istft f:lu f:meshgrid
  f:norm f:overload f:pca_lowrank f:split f:stft f:svd_lowrank f:tensordot f:unique f:unique_consecutive f:unravel_index*6
torch.futures c:Future o:S o:T v:TYPE_CHECKING*4=False f:collect_all f:wait_all
torch.fx c:CodeGen c:Graph m:GraphModule c:Interpreter c:Node o:PH c:Proxy c:ProxyableClassMeta c:Tracer c:Transformer f:has_side_effect*6 f:map_arg f:replace_pattern
  f:symbolic_trace f:wrap
torch.fx._symbolic_trace v:CURRENT_PATCHER*6=None c:FakeScriptObject*6 c:Graph m:GraphModule v:HAS_VARSTUFF=12 o:PH c:PHBase c:PHWithMeta*6 c:ParameterProxy c:Proxy
  c:ProxyableClassMeta c:Scope*6 c:ScopeContextManager*6 c:ScriptObject c:Tracer c:TracerBase f:compatibility f:is_custom_class*4 f:is_fx_symbolic_tracing*4 f:is_fx_tracing
  f:is_fx_tracing_warning*4 f:is_opaque_symbolic_type*4 f:map_aggregate f:symbolic_trace f:wrap
torch.fx.annotate c:Proxy f:annotate f:compatibility
torch.fx.config*6 v:disable_progress=True v:do_not_emit_stack_traces*4=False v:verbose_progress=False
torch.fx.graph c:CodeGen c:Graph c:Node c:PythonCode v:TYPE_CHECKING=False c:TensorType*4 f:compatibility f:get_opaque_obj_repr*4 c:immutable_dict*4 f:is_opaque_constant_type*4
  f:map_arg
torch.fx.graph_module v:FX_GRAPH_MODULE_FILE_PREFIX*4='fx_generated_' c:Graph m:GraphModule c:Importer c:PackageExporter c:PackageImporter c:PythonCode v:TYPE_CHECKING*4=False
  f:compatibility f:reduce_deploy_graph_module*3 f:reduce_graph_module f:reduce_package_graph_module
torch.fx.immutable_collections f:compatibility c:immutable_dict c:immutable_list f:register_pytree_node*6
torch.fx.interpreter c:Graph m:GraphModule c:Interpreter c:LazyString*4 c:Node c:Proxy c:Tracer c:Transformer f:compatibility f:map_aggregate f:map_arg c:tqdm*6 f:trace_structured*4
torch.fx.node c:ArgsKwargsPair c:Node v:TYPE_CHECKING=False f:compatibility f:has_side_effect*6 c:immutable_dict*3 c:immutable_list*3 f:map_aggregate f:map_arg f:normalize_function
  f:normalize_module
torch.fx.operator_schemas c:ArgsKwargsPair c:OpOverload c:OpOverloadPacket v:TYPE_CHECKING=False f:check_for_mutable_operation f:compatibility f:create_type_hint
  f:get_signature_for_torch_op f:normalize_function f:normalize_module f:type_matches
torch.fx.proxy c:Attribute c:CapturedTraceback*6 c:Graph c:GraphAppendingTracer c:MetaProxy*6 c:Node c:ParameterProxy c:Proxy c:Scope*6 c:ScopeContextManager*6 x:TraceError
  c:TracerBase f:assert_fn f:check_for_mutable_operation f:compatibility f:getArtifactLogger*4 c:immutable_dict*4 c:immutable_list*4 f:is_opaque_constant_type*4 f:map_aggregate*3
  f:map_arg*4 f:tree_map_*4
torch.fx.subgraph_rewriter c:Graph m:GraphModule c:Match c:Node c:ReplacedPatterns*6 v:TYPE_CHECKING*6=False f:compatibility f:replace_pattern f:replace_pattern_with_filters*6
  f:symbolic_trace
torch.fx.traceback c:Graph*6 m:GraphModule*4 v:MEMORY_BUDGET_ANNOTATION_KEY*4='_region_activation_memory_budget' c:Node*6 c:NodeSource*6 e:NodeSourceAction*6 f:annotate*4
  f:annotate_fn*4 f:append_stack_trace*1 f:compatibility f:format_stack f:get_current_meta*6 f:get_current_replay_node*4 f:get_graph_provenance_json*6 f:has_preserved_node_meta*6
  v:is_overridden*1=False f:is_stack_trace_overridden*1 f:override_stack_trace*1 f:preserve_node_meta*6 f:reset_grad_fn_seq_nr*6 f:set_current_meta*6 f:set_current_replay_node*4
  f:set_grad_fn_seq_nr*6 f:set_stack_trace v:should_preserve_node_meta*6=False f:signpost_event*4
torch.hub v:DEFAULT_CACHE_DIR='~/.cache' v:ENV_GITHUB_TOKEN='GITHUB_TOKEN' v:ENV_TORCH_HOME='TORCH_HOME' v:ENV_XDG_CACHE_HOME='XDG_CACHE_HOME' o:HASH_REGEX o:MAP_LOCATION*4
  v:MODULE_HUBCONF='hubconf.py' v:READ_DATA_CHUNK=131072 v:VAR_DEPENDENCY='dependencies' f:download_url_to_file f:get_dir f:help f:list f:load f:load_state_dict_from_url f:set_dir
  c:tqdm
torch.jit c:Attribute c:CompilationUnit x:Error c:Future m:ONNXTracedModule c:RecursiveScriptClass m:RecursiveScriptModule c:ScriptFunction m:ScriptModule x:ScriptWarning
  m:TopLevelTracedModule m:TracedModule x:TracerWarning x:TracingCheckError f:annotate f:enable_onednn_fusion f:export f:export_opnames f:fork f:freeze f:fuser f:ignore f:interface
  f:is_scripting f:is_tracing f:isinstance f:jit_module_from_flatbuffer f:last_executed_optimized_graph f:load f:onednn_fusion_enabled f:optimize_for_inference f:optimized_execution
  f:run_frozen_optimizations f:save f:save_jit_module_to_flatbuffer f:script f:script_if_tracing f:script_method f:set_fusion_strategy f:set_module c:strict_fusion f:trace
  f:trace_module f:unused f:wait
torch.jit._script c:Attribute c:CompilationUnit c:ConstMap c:JitTypeTraceConfig c:JitTypeTraceStore m:Module c:OrderedDictWrapper c:OrderedModuleDict c:PackageExporter
  c:PackageImporter c:RecursiveScriptClass m:RecursiveScriptModule c:ScriptFunction c:ScriptMeta c:ScriptMethodStub m:ScriptModule x:ScriptWarning f:call_prepare_scriptable_func
  f:call_prepare_scriptable_func_impl f:create_script_dict f:create_script_list f:get_default_args f:get_jit_class_def f:get_jit_def f:has_torch_function f:has_torch_function_unary
  f:has_torch_function_variadic f:infer_methods_to_compile f:interface f:log_torchscript_usage*6 f:method f:method_template f:pad f:script f:script_method f:set_module
  f:unpackage_script_module f:validate_map_location f:with_metaclass*1 f:wrap_cpp_module
torch.jit._trace m:Module m:ONNXTracedModule o:P*6 o:R*6 m:ScriptModule m:TopLevelTracedModule m:TracedModule x:TracerWarning x:TracingCheckError
  f:analyze_ts_result_with_export_result*6 f:default_tolerances f:get_callable_argument_names f:indent f:is_scripting f:is_tracing f:make_module f:make_tuple f:script f:trace
  f:trace_module f:verify f:wrap_check_inputs
torch.jit.annotations c:AnyType c:AwaitType*6 c:BoolType c:ComplexType c:DeviceObjType c:DictType c:EnumType c:EvalEnv c:FloatType c:Future c:FutureType c:IntType c:InterfaceType
  c:ListType c:Module c:NoneType c:NumberType c:OpOverloadPacket c:OptionalType c:RRef c:RRefType c:StreamObjType c:StringType c:TensorType c:TupleType c:UnionType f:ann_to_type
  f:check_fn f:get_enum_value_type f:get_param_names f:get_signature f:get_source_lines_and_file f:get_type_line f:is_await*6 f:is_dict f:is_function_or_method f:is_future
  f:is_ignored_fn f:is_list f:is_optional f:is_rref f:is_tensor f:is_tuple f:is_union f:is_vararg f:parse_type_line f:split_type_line f:try_ann_to_type f:try_real_annotations
torch.jit.frontend c:Apply c:Assert c:Assign c:Attribute c:AugAssign c:BinOp c:Break c:Builder c:ClassDef c:Const c:Continue o:DATACLASS_MAGIC_METHODS c:Decl c:Def c:Delete
  c:DictComp c:DictLiteral c:Dots c:EmptyTypeAnnotation c:ExprBuilder c:ExprStmt f:FalseLiteral c:For x:FrontendError x:FrontendTypeError c:FunctionModifiers c:Ident c:If c:ListComp
  c:ListLiteral f:NoneLiteral x:NotSupportedError c:Param c:Pass c:Property c:Raise c:Return c:Select c:SliceExpr c:Starred c:Stmt c:StmtBuilder c:StringLiteral c:Subscript
  c:TernaryIf f:TrueLiteral c:TupleLiteral c:UnaryOp x:UnsupportedNodeError c:Var c:While c:With c:WithItem c:WithItemBuilder f:build_class_def f:build_def f:build_expr
  f:build_ignore_context_manager f:build_param f:build_param_list f:build_stmt f:build_stmts f:build_withitem f:build_withitems f:find_before f:get_class_assigns
  f:get_class_properties f:get_default_args f:get_default_args_for_class f:get_jit_class_def f:get_jit_def f:get_qualified_name f:get_source_lines_and_file f:is_reserved_name
  f:is_static_fn f:is_torch_jit_ignore_context_manager f:make_source_context f:parse_def f:should_drop
torch.jit.generate_bytecode f:format_bytecode f:generate_upgraders_bytecode
torch.jit.quantized c:PackedSequence*1 m:QuantizedGRU m:QuantizedGRUCell m:QuantizedLSTM m:QuantizedLSTMCell m:QuantizedLinear m:QuantizedLinearFP16 m:QuantizedRNNBase
  m:QuantizedRNNCell m:QuantizedRNNCellBase c:Tensor*1 f:apply_permutation*1 f:quantize_linear_modules f:quantize_rnn_cell_modules f:quantize_rnn_modules
torch.jit.supported_ops
torch.jit.unsupported_tensor_ops f:execWrapper
torch.library c:CustomOpDef*6 e:EffectType*4 c:Library o:NAMELESS_SCHEMA*6 c:OpOverload v:TYPE_CHECKING*4=False f:custom_op*6 f:define f:fallthrough_kernel*6 f:get_ctx*6
  f:get_kernel*4 f:impl f:impl_abstract*6 f:infer_schema*6 f:opcheck*6 f:register_autocast*4 f:register_autograd*6 f:register_fake*6 f:register_kernel*6 f:register_torch_dispatch*6
  f:register_vmap*6 f:triton_op*6 f:wrap_triton*6
torch.linalg x:LinAlgError c:Tensor*3 f:cholesky f:cholesky_ex f:cond f:cross f:det f:diagonal f:eig f:eigh f:eigvals f:eigvalsh f:householder_product f:inv f:inv_ex f:ldl_factor
  f:ldl_factor_ex f:ldl_solve f:lstsq f:lu f:lu_factor f:lu_factor_ex f:lu_solve f:matmul f:matrix_exp f:matrix_norm f:matrix_power f:matrix_rank f:matrix_sqrth*4 f:multi_dot f:norm
  f:pinv f:polar*4 f:qr f:slogdet f:solve f:solve_ex f:solve_triangular f:svd f:svdvals f:tensorinv f:tensorsolve f:vander f:vecdot f:vector_norm
torch.masked c:MaskedTensor f:amax f:amin f:argmax f:argmin f:as_masked_tensor f:cumprod f:cumsum f:is_masked_tensor f:log_softmax f:logaddexp f:logsumexp f:masked_tensor f:mean
  f:median f:norm f:normalize f:prod f:softmax f:softmin f:std f:sum f:var
torch.monitor c:Aggregation o:COUNT c:Event c:EventHandlerHandle o:MAX o:MEAN o:MIN v:STAT_EVENT='torch.monitor.Stat' o:SUM c:Stat v:TYPE_CHECKING=False c:TensorboardEventHandler
  o:VALUE c:data_value_t f:log_event f:register_event_handler f:unregister_event_handler
torch.mps*6 c:Event c:Tensor f:compile_shader*4 f:current_allocated_memory f:device_count f:driver_allocated_memory f:empty_cache f:get_rng_state f:is_available f:load_metallib*4
  f:manual_seed f:recommended_max_memory f:seed f:set_per_process_memory_fraction f:set_rng_state f:synchronize
torch.multiprocessing v:ENV_VAR_PARALLEL_START*6='TORCH_MP_PARALLEL_START' c:ProcessContext x:ProcessExitedException x:ProcessRaisedException c:SpawnContext
  f:get_all_sharing_strategies f:get_sharing_strategy f:init_reductions f:set_sharing_strategy f:spawn f:start_processes
torch.multiprocessing.pool c:Pool c:SimpleQueue f:clean_worker
torch.multiprocessing.queue c:ConnectionWrapper c:Queue c:SimpleQueue
torch.multiprocessing.reductions c:SharedCache c:StorageWeakRef f:check_serializing_named_tensor*3 f:fd_id f:init_reductions f:rebuild_cuda_tensor f:rebuild_event
  f:rebuild_meta_tensor*6 f:rebuild_nested_tensor*6 f:rebuild_sparse_compressed_tensor*6 f:rebuild_sparse_coo_tensor*6 f:rebuild_storage_empty f:rebuild_storage_fd
  f:rebuild_storage_filename f:rebuild_tensor f:rebuild_typed_storage f:rebuild_typed_storage_child f:reduce_event f:reduce_nested_tensor*6 f:reduce_sparse_tensor*6 f:reduce_storage
  f:reduce_tensor f:reduce_typed_storage f:reduce_typed_storage_child f:storage_from_cache
torch.multiprocessing.spawn v:ENV_VAR_PARALLEL_START*6='TORCH_MP_PARALLEL_START' c:ProcessContext x:ProcessException x:ProcessExitedException x:ProcessRaisedException c:SpawnContext
  f:spawn f:start_processes
torch.nested c:DType c:Device c:SymInt*6 c:Tensor f:as_nested_tensor f:masked_select*6 f:narrow*6 f:nested_tensor f:nested_tensor_from_jagged*6 f:to_padded_tensor
torch.nn.attention*6 c:SDPAParams c:SDPBackend v:WARN_FOR_UNFUSED_KERNELS=False f:activate_flash_attention_impl*4 f:can_use_efficient_attention f:can_use_flash_attention
  f:current_flash_attention_impl*4 f:list_flash_attention_impls*4 f:register_flash_attention_impl*4 f:restore_flash_attention_impl*4 f:sdpa_kernel
torch.nn.attention.bias*6 c:CausalBias e:CausalVariant c:SDPAParams f:can_use_efficient_attention f:can_use_flash_attention f:causal_lower_right f:causal_upper_left
  f:is_flash_attention_available
torch.nn.attention.flex_attention*6 c:AuxOutput*4 c:AuxRequest*4 c:BlockMask c:FlexKernelOptions*4 c:GetAttrKey*4 c:Tensor c:TransformGetItemToIndex*2 c:TreeSpec*4 f:and_masks
  f:create_block_mask f:create_mask f:create_nested_block_mask*2 f:flex_attention f:flex_attention_hop f:has_free_unbacked_symbols*4 f:noop_mask f:or_masks f:setup_compilation_env*4
  f:tree_flatten*4 f:tree_map_only f:tree_unflatten*4
torch.nn.attention.varlen*4 c:AuxRequest f:varlen_attn f:varlen_attn_out
torch.nn.intrinsic m:BNReLU2d m:BNReLU3d m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearBn1d
  m:LinearReLU
torch.nn.intrinsic.modules m:BNReLU2d m:BNReLU3d m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearBn1d
  m:LinearReLU
torch.nn.intrinsic.modules.fused m:BNReLU2d m:BNReLU3d m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d
  m:LinearBn1d m:LinearReLU
torch.nn.intrinsic.qat m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearBn1d m:LinearReLU
  f:freeze_bn_stats f:update_bn_stats
torch.nn.intrinsic.qat.modules m:ConvBn1d m:ConvBn2d m:ConvBn3d m:ConvBnReLU1d m:ConvBnReLU2d m:ConvBnReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearBn1d m:LinearReLU
  f:freeze_bn_stats f:update_bn_stats
torch.nn.intrinsic.quantized m:BNReLU2d m:BNReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearReLU
torch.nn.intrinsic.quantized.dynamic m:LinearReLU
torch.nn.intrinsic.quantized.modules m:BNReLU2d m:BNReLU3d m:ConvReLU1d m:ConvReLU2d m:ConvReLU3d m:LinearReLU
torch.nn.parallel m:DataParallel m:DistributedDataParallel m:DistributedDataParallelCPU f:data_parallel f:gather f:parallel_apply f:replicate f:scatter
torch.nn.parallel.comm f:broadcast f:broadcast_coalesced f:gather f:reduce_add f:reduce_add_coalesced f:scatter
torch.nn.parallel.data_parallel m:DataParallel m:Module o:T*6 f:data_parallel f:gather f:parallel_apply f:replicate f:scatter_kwargs
torch.nn.parallel.distributed m:DistributedDataParallel c:Function c:Join c:JoinHook c:Joinable m:Module v:RPC_AVAILABLE=True c:RRef c:ReduceOp v:TYPE_CHECKING*6=False c:Variable
  f:gather f:is_namedtuple*1 f:scatter_kwargs f:tree_flatten f:tree_unflatten
torch.nn.parallel.parallel_apply c:ExceptionWrapper m:Module*6 c:autocast*1 f:get_a_var f:parallel_apply
torch.nn.parallel.replicate m:Module*6 o:T*6 v:TYPE_CHECKING*6=False f:replicate
torch.nn.parallel.scatter_gather c:Gather c:Scatter o:T*6 f:gather f:is_namedtuple f:scatter f:scatter_kwargs
torch.nn.qat m:Conv1d m:Conv2d m:Conv3d m:Embedding m:EmbeddingBag m:Linear
torch.nn.qat.dynamic m:Linear
torch.nn.qat.dynamic.modules m:Linear
torch.nn.qat.modules m:Conv1d m:Conv2d m:Conv3d m:Embedding m:EmbeddingBag m:Linear
torch.nn.qat.modules.conv m:Conv1d m:Conv2d m:Conv3d
torch.nn.qat.modules.embedding_ops m:Embedding m:EmbeddingBag
torch.nn.qat.modules.linear m:Linear
torch.nn.quantizable m:LSTM m:LSTMCell m:MultiheadAttention
torch.nn.quantizable.modules m:LSTM m:LSTMCell m:MultiheadAttention
torch.nn.quantized m:BatchNorm2d m:BatchNorm3d m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:DeQuantize m:Dropout m:ELU m:Embedding
  m:EmbeddingBag m:FXFloatFunctional m:FloatFunctional m:GroupNorm m:Hardswish m:InstanceNorm1d m:InstanceNorm2d m:InstanceNorm3d m:LSTM m:LayerNorm m:LeakyReLU m:Linear m:MaxPool2d
  m:MultiheadAttention m:PReLU m:QFunctional m:Quantize m:ReLU6 m:Sigmoid m:Softmax
torch.nn.quantized.dynamic m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:GRU m:GRUCell m:LSTM m:LSTMCell m:Linear m:RNNCell
torch.nn.quantized.dynamic.modules m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:GRU m:GRUCell m:LSTM m:LSTMCell m:Linear m:RNNCell
torch.nn.quantized.functional c:Tensor*1 f:adaptive_avg_pool2d f:adaptive_avg_pool3d f:avg_pool2d f:avg_pool3d f:celu f:clamp f:conv1d f:conv2d f:conv3d f:elu f:hardsigmoid
  f:hardswish f:hardtanh f:interpolate f:leaky_relu f:linear f:max_pool1d f:max_pool2d f:threshold f:upsample f:upsample_bilinear f:upsample_nearest
torch.nn.quantized.modules m:BatchNorm2d m:BatchNorm3d m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d m:DeQuantize m:Dropout m:ELU m:Embedding
  m:EmbeddingBag m:FXFloatFunctional m:FloatFunctional m:GroupNorm m:Hardswish m:InstanceNorm1d m:InstanceNorm2d m:InstanceNorm3d m:LSTM m:LayerNorm m:LeakyReLU m:Linear m:MaxPool2d
  m:MultiheadAttention m:PReLU m:QFunctional m:Quantize m:ReLU6 m:Sigmoid m:Softmax
torch.nn.quantized.modules.activation m:ELU m:Hardswish m:LeakyReLU m:MultiheadAttention m:PReLU m:ReLU6 m:Sigmoid m:Softmax
torch.nn.quantized.modules.batchnorm m:BatchNorm2d m:BatchNorm3d
torch.nn.quantized.modules.conv m:Conv1d m:Conv2d m:Conv3d m:ConvTranspose1d m:ConvTranspose2d m:ConvTranspose3d
torch.nn.quantized.modules.dropout m:Dropout
torch.nn.quantized.modules.embedding_ops m:Embedding m:EmbeddingBag m:EmbeddingPackedParams
torch.nn.quantized.modules.functional_modules m:FXFloatFunctional m:FloatFunctional m:QFunctional
torch.nn.quantized.modules.linear m:Linear m:LinearPackedParams
torch.nn.quantized.modules.normalization m:GroupNorm m:InstanceNorm1d m:InstanceNorm2d m:InstanceNorm3d m:LayerNorm
torch.nn.quantized.modules.rnn m:LSTM
torch.nn.quantized.modules.utils m:WeightedQuantizedModule f:hide_packed_params_repr*1
torch.nn.utils f:clip_grad_norm f:clip_grad_norm_ f:clip_grad_value_ f:clip_grads_with_norm_*6 f:convert_conv2d_weight_memory_format f:convert_conv3d_weight_memory_format*6
  f:fuse_conv_bn_eval f:fuse_conv_bn_weights f:fuse_linear_bn_eval*6 f:fuse_linear_bn_weights*6 f:get_total_norm*6 f:parameters_to_vector f:remove_spectral_norm f:remove_weight_norm
  f:skip_init f:spectral_norm f:vector_to_parameters f:weight_norm
torch.nn.utils.clip_grad c:Tensor*6 f:clip_grad_norm f:clip_grad_norm_ f:clip_grad_value_ o:inf*1
torch.nn.utils.convert_parameters f:parameters_to_vector f:vector_to_parameters
torch.nn.utils.fusion f:fuse_conv_bn_eval f:fuse_conv_bn_weights f:fuse_linear_bn_eval f:fuse_linear_bn_weights
torch.nn.utils.init f:skip_init
torch.nn.utils.memory_format f:convert_conv2d_weight_memory_format f:convert_conv3d_weight_memory_format*6
torch.nn.utils.parametrizations m:Module c:Tensor f:orthogonal f:spectral_norm f:weight_norm*6
torch.nn.utils.parametrize c:CustomClassBase*4 m:Module m:ModuleDict m:ModuleList c:Parameter m:ParametrizationList c:Tensor f:cached f:get_swap_module_params_on_conversion*6
  f:is_opaque_symbolic_type*4 f:is_parametrized f:is_traceable_wrapper_subclass*6 f:register_parametrization f:remove_parametrizations f:transfer_parametrizations_and_params
  f:type_before_parametrizations
torch.nn.utils.prune c:BasePruningMethod c:CustomFromMask c:Identity c:L1Unstructured c:LnStructured c:PruningContainer c:RandomStructured c:RandomUnstructured f:custom_from_mask
  f:global_unstructured f:identity f:is_pruned f:l1_unstructured f:ln_structured f:random_structured f:random_unstructured f:remove
torch.nn.utils.rnn c:PackedSequence c:PackedSequence_ c:Tensor f:bind f:copy_method_params*4 f:invert_permutation f:pack_padded_sequence f:pack_sequence f:pad_packed_sequence
  f:pad_sequence f:unpack_sequence f:unpad_sequence
torch.nn.utils.spectral_norm m:Module c:SpectralNorm c:SpectralNormLoadStateDictPreHook c:SpectralNormStateDictHook f:normalize*1 f:remove_spectral_norm f:spectral_norm
torch.nn.utils.stateless c:NamedMemberAccessor*6 c:Tensor f:functional_call
torch.nn.utils.weight_norm m:Module c:Parameter c:UninitializedParameter c:WeightNorm f:norm_except_dim f:remove_weight_norm f:weight_norm
torch.onnx x:CheckerError*1 c:DiagnosticOptions*2 c:ExportOptions*2 c:ExportTypes*1 m:ExportableModule*4 c:InputObserver*4 e:JitScalarType c:ONNXProgram*6 c:ONNXRuntimeOptions*2
  x:OnnxExporterError*6 c:OnnxRegistry*2 c:OperatorExportTypes c:SymbolicContext*1 v:TYPE_CHECKING*6=False c:TensorProtoDataType c:TrainingMode f:disable_log*1 f:dynamo_export*2
  f:enable_fake_mode*2 f:enable_log*1 f:export f:export_to_pretty_string*1 f:is_in_onnx_export f:is_onnx_log_enabled*1 f:is_onnxrt_backend_supported*2 f:log*1
  f:register_custom_op_symbolic f:select_model_mode_for_export f:set_log_stream*1 f:unregister_custom_op_symbolic
torch.onnx.errors x:CallHintViolationWarning*1 x:CheckerError*1 x:OnnxExporterError x:OnnxExporterWarning x:SymbolicValueError v:TYPE_CHECKING*6=False x:UnsupportedOperatorError
torch.onnx.operators f:reshape_from_tensor_shape f:shape_as_tensor
torch.onnx.ops*4 v:TYPE_CHECKING=False f:aten_decompositions f:attention f:rotary_embedding f:symbolic f:symbolic_multi_out
torch.onnx.testing*4 f:assert_onnx_program
torch.onnx.utils o:GLOBALS*3 f:disable_apex_o2_state_dict_hook f:export f:export_to_pretty_string*1 f:exporter_context f:is_in_onnx_export*3 f:model_signature*6
  f:register_custom_op_symbolic f:select_model_mode_for_export f:setup_onnx_logging f:unconvertible_ops f:unpack_quantized_tensor f:unregister_custom_op_symbolic
  f:warn_on_static_input_change
torch.optim c:ASGD c:Adadelta c:Adafactor*6 c:Adagrad c:Adam c:AdamW c:Adamax c:LBFGS c:Muon*4 c:NAdam c:Optimizer c:RAdam c:RMSprop c:Rprop c:SGD c:SparseAdam
  f:swap_in_optimizer_params_and_state*4
torch.optim.adadelta c:Adadelta c:Optimizer c:Tensor f:adadelta
torch.optim.adagrad c:Adagrad c:Optimizer c:Tensor f:adagrad
torch.optim.adam c:Adam c:Optimizer c:Tensor f:adam
torch.optim.adamax c:Adamax c:Optimizer c:Tensor f:adamax
torch.optim.adamw c:Adam*4 c:AdamW c:Optimizer*3 c:Tensor f:adam*4 f:adamw
torch.optim.asgd c:ASGD c:Optimizer c:Tensor f:asgd
torch.optim.lbfgs c:LBFGS c:Optimizer c:Tensor*6
torch.optim.lr_scheduler c:ChainedScheduler c:ConstantLR c:CosineAnnealingLR c:CosineAnnealingWarmRestarts c:CyclicLR c:ExponentialLR c:LRScheduler*6 c:LambdaLR c:LinearLR
  c:MultiStepLR c:MultiplicativeLR c:OneCycleLR c:Optimizer c:PolynomialLR c:ReduceLROnPlateau c:SequentialLR c:StepLR v:TYPE_CHECKING*4=False c:Tensor*6 o:inf
torch.optim.nadam c:NAdam c:Optimizer c:Tensor f:nadam
torch.optim.optimizer c:Optimizer o:R*6 c:RemovableHandle*6 o:T*6 f:register_optimizer_step_post_hook*6 f:register_optimizer_step_pre_hook*6 o:required
torch.optim.radam c:Optimizer c:RAdam c:Tensor f:radam
torch.optim.rmsprop c:Optimizer c:RMSprop c:Tensor f:rmsprop
torch.optim.rprop c:Optimizer c:Rprop c:Tensor f:rprop
torch.optim.sgd c:Optimizer c:SGD c:Tensor o:required*1 f:sgd
torch.optim.sparse_adam c:Optimizer c:SparseAdam c:Tensor*6
torch.optim.swa_utils m:AveragedModel c:LRScheduler*6 m:Module c:Optimizer*2 o:PARAM_LIST*4 c:SWALR v:TYPE_CHECKING*4=False c:Tensor*6 f:get_ema_avg_fn*6 f:get_ema_multi_avg_fn*6
  f:get_swa_avg_fn*6 f:get_swa_multi_avg_fn*6 f:update_bn
torch.overrides c:BaseTorchFunctionMode c:TorchFunctionMode f:enable_reentrant_dispatch f:get_buffer*1 f:get_default_nowrap_functions f:get_ignored_functions
  f:get_overridable_functions f:get_testing_overrides f:handle_torch_function f:has_torch_function f:has_torch_function_unary f:has_torch_function_variadic f:is_tensor_like
  f:is_tensor_method_or_property f:redispatch_function*4 f:resolve_name f:wrap_torch_function
torch.package c:Directory x:EmptyMatchError c:GlobGroup c:Importer x:ObjMismatchError x:ObjNotFoundError c:OrderedImporter c:PackageExporter c:PackageImporter x:PackagingError
  f:is_from_package
torch.profiler c:DeviceType c:ExecutionGraphObserver*1 c:ExecutionTraceObserver*6 c:KinetoStepTracker*6 c:Optimizer*4 e:ProfilerAction c:ProfilerActivity c:RecordScope f:is_fbcode*4
  f:kineto_available c:profile c:record_function f:register_optimizer_step_post_hook*6 f:schedule f:supported_activities f:tensorboard_trace_handler
torch.profiler.itt f:is_available f:mark f:range f:range_pop f:range_push
torch.profiler.profiler c:ExecutionGraphObserver*1 c:ExecutionTraceObserver*6 c:MemoryProfile*6 c:MemoryProfileTimeline*6 v:PROFILER_STEP_NAME*6='ProfilerStep' e:ProfilerAction
  c:ProfilerActivity v:TYPE_CHECKING*4=False f:is_fbcode*4 f:kineto_available c:profile f:profiler_allow_cudagraph_cupti_lazy_reinit_cuda12*4 f:schedule f:supported_activities
  f:tensorboard_trace_handler
torch.profiler.python_tracer
torch.quantization o:DEFAULT_DYNAMIC_QUANT_MODULE_MAPPINGS o:DEFAULT_FLOAT_TO_QUANTIZED_OPERATOR_MAPPINGS o:DEFAULT_MODULE_TO_ACT_POST_PROCESS o:DEFAULT_OP_LIST_TO_FUSER_METHOD*1
  o:DEFAULT_QAT_MODULE_MAPPINGS o:DEFAULT_REFERENCE_STATIC_QUANT_MODULE_MAPPINGS o:DEFAULT_STATIC_QUANT_MODULE_MAPPINGS m:DeQuantStub m:FakeQuantize m:FakeQuantizeBase
  m:FixedQParamsFakeQuantize m:FusedMovingAvgObsFakeQuantize m:HistogramObserver m:MinMaxObserver m:MovingAverageMinMaxObserver m:MovingAveragePerChannelMinMaxObserver
  m:NoopObserver m:ObserverBase m:PerChannelMinMaxObserver m:PlaceholderObserver c:QConfig f:QConfigAny*6 c:QConfigDynamic m:QuantStub e:QuantType m:QuantWrapper m:RecordingObserver
  f:add_module_to_qconfig_obs_ctr*1 f:add_observer_*1 f:add_quant_dequant f:assert_valid_qconfig*1 f:convert f:convert_dynamic_jit f:convert_jit o:default_activation_only_qconfig
  m:default_debug_observer o:default_debug_qconfig o:default_dynamic_qconfig f:default_dynamic_quant_observer f:default_eval_fn f:default_fake_quant
  f:default_fixed_qparams_range_0to1_fake_quant f:default_fixed_qparams_range_neg1to1_fake_quant f:default_float_qparams_observer f:default_fused_act_fake_quant
  f:default_fused_per_channel_wt_fake_quant f:default_fused_wt_fake_quant f:default_histogram_fake_quant f:default_histogram_observer f:default_observer
  o:default_per_channel_qconfig f:default_per_channel_weight_fake_quant f:default_per_channel_weight_observer m:default_placeholder_observer o:default_qat_qconfig
  o:default_qat_qconfig_v2 o:default_qconfig f:default_weight_fake_quant f:default_weight_observer o:default_weight_only_qconfig f:disable_fake_quant f:disable_observer
  f:enable_fake_quant f:enable_observer f:fuse_conv_bn f:fuse_conv_bn_jit f:fuse_conv_bn_relu f:fuse_linear_bn f:fuse_modules f:get_default_compare_output_module_list
  f:get_default_dynamic_quant_module_mappings f:get_default_float_to_quantized_operator_mappings f:get_default_qat_module_mappings f:get_default_qat_qconfig f:get_default_qconfig
  f:get_default_qconfig_propagation_list f:get_default_static_quant_module_mappings f:get_dynamic_quant_module_class f:get_fuser_method f:get_observer_dict*1
  f:get_observer_state_dict f:get_quantized_operator f:get_static_quant_module_class f:get_unique_devices_*1 f:is_activation_post_process*1 f:load_observer_state_dict
  f:no_observer_set f:prepare f:prepare_dynamic_jit f:prepare_jit f:prepare_qat f:propagate_qconfig_ f:qconfig_equals f:quant_type_to_str*1 f:quantize f:quantize_dynamic
  f:quantize_dynamic_jit f:quantize_jit f:quantize_qat f:register_activation_post_process_hook*1 f:script_qconfig f:script_qconfig_dict f:swap_module
torch.quantization.fake_quantize m:FakeQuantize m:FakeQuantizeBase m:FixedQParamsFakeQuantize m:FusedMovingAvgObsFakeQuantize f:default_fake_quant
  f:default_fixed_qparams_range_0to1_fake_quant f:default_fixed_qparams_range_neg1to1_fake_quant f:default_fused_act_fake_quant f:default_fused_per_channel_wt_fake_quant
  f:default_fused_wt_fake_quant f:default_histogram_fake_quant f:default_per_channel_weight_fake_quant f:default_weight_fake_quant f:disable_fake_quant f:disable_observer
  f:enable_fake_quant f:enable_observer
torch.quantization.fuse_modules f:fuse_conv_bn f:fuse_conv_bn_relu f:fuse_known_modules f:fuse_modules f:get_fuser_method
torch.quantization.fuser_method_mappings o:DEFAULT_OP_LIST_TO_FUSER_METHOD*1 f:fuse_conv_bn f:fuse_conv_bn_relu f:fuse_linear_bn f:get_fuser_method
torch.quantization.fx f:convert f:fuse f:prepare
torch.quantization.observer m:HistogramObserver m:MinMaxObserver m:MovingAverageMinMaxObserver m:MovingAveragePerChannelMinMaxObserver m:NoopObserver m:ObserverBase
  m:PerChannelMinMaxObserver m:PlaceholderObserver m:RecordingObserver m:default_debug_observer f:default_dynamic_quant_observer f:default_float_qparams_observer
  f:default_histogram_observer f:default_observer f:default_per_channel_weight_observer m:default_placeholder_observer f:default_weight_observer f:get_observer_state_dict
  f:load_observer_state_dict
torch.quantization.qconfig c:QConfig f:QConfigAny*6 c:QConfigDynamic f:add_module_to_qconfig_obs_ctr*1 f:assert_valid_qconfig*1 o:default_activation_only_qconfig
  o:default_debug_qconfig o:default_dynamic_qconfig o:default_per_channel_qconfig o:default_qat_qconfig o:default_qat_qconfig_v2 o:default_qconfig o:default_weight_only_qconfig
  f:get_default_qat_qconfig f:get_default_qconfig f:qconfig_equals
torch.quantization.quant_type e:QuantType f:quant_type_to_str*1
torch.quantization.quantization_mappings o:DEFAULT_DYNAMIC_QUANT_MODULE_MAPPINGS o:DEFAULT_FLOAT_TO_QUANTIZED_OPERATOR_MAPPINGS o:DEFAULT_MODULE_TO_ACT_POST_PROCESS
  o:DEFAULT_QAT_MODULE_MAPPINGS o:DEFAULT_REFERENCE_STATIC_QUANT_MODULE_MAPPINGS o:DEFAULT_STATIC_QUANT_MODULE_MAPPINGS f:get_default_compare_output_module_list
  f:get_default_dynamic_quant_module_mappings f:get_default_float_to_quantized_operator_mappings f:get_default_qat_module_mappings f:get_default_qconfig_propagation_list
  f:get_default_static_quant_module_mappings f:get_dynamic_quant_module_class f:get_quantized_operator f:get_static_quant_module_class f:no_observer_set
torch.quantization.quantize f:add_observer_*1 f:add_quant_dequant f:convert f:get_observer_dict*1 f:get_unique_devices_*1 f:is_activation_post_process*1 f:prepare f:prepare_qat
  f:propagate_qconfig_ f:quantize f:quantize_dynamic f:quantize_qat f:register_activation_post_process_hook*1 f:swap_module
torch.quantization.quantize_fx m:ObservedGraphModule c:QuantizationTracer c:Scope c:ScopeContextManager f:convert_fx f:fuse_fx f:prepare_fx f:prepare_qat_fx
torch.quantization.quantize_jit f:convert_dynamic_jit f:convert_jit f:fuse_conv_bn_jit f:prepare_dynamic_jit f:prepare_jit f:quantize_dynamic_jit f:quantize_jit f:script_qconfig
  f:script_qconfig_dict
torch.quantization.stubs m:DeQuantStub m:QuantStub m:QuantWrapper
torch.quantization.utils f:activation_dtype f:activation_is_int8_quantized f:activation_is_statically_quantized f:calculate_qmin_qmax f:check_min_max_valid f:get_combined_dict
  f:get_qconfig_dtypes f:get_qparam_dict f:get_quant_type f:get_swapped_custom_module_class f:getattr_from_fqn f:is_per_channel f:is_per_tensor f:weight_dtype f:weight_is_quantized
  f:weight_is_statically_quantized
torch.quasirandom c:SobolEngine
torch.random v:TYPE_CHECKING*4=False o:default_generator f:fork_rng f:get_rng_state f:initial_seed f:manual_seed f:seed f:set_rng_state f:thread_safe_generator*4
torch.return_types c:SequenceKey*6 c:aminmax c:aminmax_out c:cummax c:cummax_out c:cummin c:cummin_out c:frexp c:frexp_out c:geqrf c:geqrf_out c:histogram c:histogram_out
  c:histogramdd c:kthvalue c:kthvalue_out c:linalg_cholesky_ex c:linalg_cholesky_ex_out c:linalg_eig c:linalg_eig_out c:linalg_eigh c:linalg_eigh_out c:linalg_inv_ex
  c:linalg_inv_ex_out c:linalg_ldl_factor c:linalg_ldl_factor_ex c:linalg_ldl_factor_ex_out c:linalg_ldl_factor_out c:linalg_lstsq c:linalg_lstsq_out c:linalg_lu c:linalg_lu_factor
  c:linalg_lu_factor_ex c:linalg_lu_factor_ex_out c:linalg_lu_factor_out c:linalg_lu_out c:linalg_polar*4 c:linalg_polar_out*4 c:linalg_qr c:linalg_qr_out c:linalg_slogdet
  c:linalg_slogdet_out c:linalg_solve_ex c:linalg_solve_ex_out c:linalg_svd c:linalg_svd_out c:lu_unpack c:lu_unpack_out c:max c:max_out c:median c:median_out c:min c:min_out c:mode
  c:mode_out c:nanmedian c:nanmedian_out f:pytree_register_structseq c:qr*3 c:qr_out*3 f:register_pytree_node*6 c:slogdet c:slogdet_out c:sort c:sort_out c:svd c:svd_out c:symeig*1
  c:symeig_out*1 c:topk c:topk_out c:triangular_solve c:triangular_solve_out
torch.serialization v:DEFAULT_PROTOCOL=2 v:INT_SIZE=4 v:IS_WINDOWS*6=False v:LONG_SIZE=4 e:LoadEndianness*6 v:MAGIC_NUMBER=119547037146038801333356 o:MAP_LOCATION*4
  v:MAP_PRIVATE*6=2 v:MAP_SHARED*6=1 v:PROTOCOL_VERSION=1001 v:SHORT_SIZE=2 o:STORAGE*4 v:STORAGE_KEY_SEPARATOR=',' x:SourceChangeWarning c:Storage c:StorageType o:T*4
  f:add_safe_globals*6 f:check_module_version_greater_or_equal f:clear_safe_globals*6 f:default_restore_location f:get_crc32_options*6 f:get_default_load_endianness*6
  f:get_default_mmap_options*6 f:get_safe_globals*6 f:get_source_lines_and_file f:get_unsafe_globals_in_checkpoint*6 f:load f:location_tag f:mkdtemp f:normalize_storage_type
  f:register_package c:safe_globals*6 f:save f:set_crc32_options*6 f:set_default_load_endianness*6 c:set_default_mmap_options*6 c:skip_data*6 f:storage_to_tensor_type
  f:validate_cuda_device f:validate_hpu_device*6
torch.signal*6
torch.signal.windows*6 f:bartlett f:blackman f:cosine f:exponential f:gaussian f:general_cosine f:general_hamming f:hamming f:hann f:kaiser f:nuttall
torch.sparse c:BFloat16Tensor c:ByteTensor c:CharTensor c:DoubleTensor c:FloatTensor c:HalfTensor c:IntTensor c:LongTensor c:ShortTensor c:SparseSemiStructuredTensor*6
  c:SparseSemiStructuredTensorCUSPARSELT*6 c:SparseSemiStructuredTensorCUTLASS*6 v:TYPE_CHECKING=False c:Tensor f:addmm f:as_sparse_gradcheck*6 c:check_sparse_tensor_invariants*6
  f:log_softmax f:mm f:sampled_addmm f:softmax f:spdiags f:spsolve*6 f:sum f:to_sparse_semi_structured*6
torch.special c:Tensor f:airy_ai f:bessel_j0 f:bessel_j1 f:bessel_y0 f:bessel_y1 f:chebyshev_polynomial_t f:chebyshev_polynomial_u f:chebyshev_polynomial_v f:chebyshev_polynomial_w
  f:digamma f:entr f:erf f:erfc f:erfcx f:erfinv f:exp2 f:expit f:expm1 f:gammainc f:gammaincc f:gammaln f:hermite_polynomial_h f:hermite_polynomial_he f:i0 f:i0e f:i1 f:i1e
  f:laguerre_polynomial_l f:legendre_polynomial_p f:log1p f:log_ndtr f:log_softmax f:logit f:logsumexp f:modified_bessel_i0 f:modified_bessel_i1 f:modified_bessel_k0
  f:modified_bessel_k1 f:multigammaln f:ndtr f:ndtri f:polygamma f:psi f:round f:scaled_modified_bessel_k0 f:scaled_modified_bessel_k1 f:shifted_chebyshev_polynomial_t
  f:shifted_chebyshev_polynomial_u f:shifted_chebyshev_polynomial_v f:shifted_chebyshev_polynomial_w f:sinc f:softmax f:spherical_bessel_j0 f:xlog1py f:xlogy f:zeta
torch.storage v:HAS_NUMPY=True c:Storage o:T v:TYPE_CHECKING*6=False c:TypedStorage c:UntypedStorage
torch.testing c:FileCheck f:all_types*1 f:all_types_and*1 f:all_types_and_complex*1 f:all_types_and_complex_and*1 f:all_types_and_half*1 f:assert_allclose f:assert_close
  f:complex_types*1 f:double_types*1 f:empty_types*1 f:floating_and_complex_types*1 f:floating_and_complex_types_and*1 f:floating_types*1 f:floating_types_and*1
  f:floating_types_and_half*1 f:get_all_complex_dtypes*1 f:get_all_device_types*1 f:get_all_dtypes*1 f:get_all_fp_dtypes*1 f:get_all_int_dtypes*1 f:get_all_math_dtypes*1
  f:integral_types*1 f:integral_types_and*1 f:make_non_contiguous*1 f:make_tensor f:rand*1 f:randn*1
torch.torch_version x:InvalidVersion c:TorchVersion c:Version
torch.types c:DispatchKey*6 c:Size*6 c:Storage c:SymBool*6 c:SymFloat*6 c:SymInt v:TYPE_CHECKING*6=False c:Tensor*6
torch.utils c:ThroughputBenchmark f:disable_minidumps*1 f:enable_minidumps*1 f:enable_minidumps_on_exceptions*1 f:generate_methods_for_privateuse1_backend*6 f:get_cpp_backtrace
  f:rename_privateuse1_backend*6 f:set_module f:swap_tensors*6
torch.utils._pytree o:BUILTIN_TYPES*6 o:CONSTANT_NODES*4 c:ConstantNode*4 v:DEFAULT_TREESPEC_SERIALIZATION_PROTOCOL*6=1 c:EnumEncoder*6 c:GetAttrKey*6 o:K*6 c:KeyEntry*6 c:LeafSpec
  c:MappingKey*6 v:NO_SERIALIZED_TYPE_NAME_FOUND*6='NO_SERIALIZED_TYPE_NAME_FOUND' c:NodeDef c:PyTreeSpec*4 o:R o:S o:SERIALIZED_TYPE_TO_PYTHON_TYPE*6 o:STANDARD_DICT_TYPES*6
  o:SUPPORTED_NODES o:SUPPORTED_SERIALIZED_TYPES*6 c:SequenceKey*6 o:T v:TYPE_CHECKING*4=False c:TreeSpec o:U*6 f:arg_tree_leaves*6 f:enum_object_hook*4 f:is_constant_class*4
  f:is_namedtuple*4 f:is_namedtuple_class*4 f:is_namedtuple_instance*4 f:is_structseq*4 f:is_structseq_class*4 f:is_structseq_instance*4 f:key_get*6 f:keystr*6 f:map_only
  f:pytree_to_str*6 f:register_constant*4 f:register_dataclass*4 f:register_pytree_node*6 f:str_to_pytree*6 c:structseq*4 f:tree_all f:tree_all_only f:tree_any f:tree_any_only
  f:tree_flatten f:tree_flatten_with_path*6 f:tree_is_leaf*4 f:tree_iter*6 f:tree_leaves*6 f:tree_leaves_with_path*6 f:tree_map f:tree_map_*6 f:tree_map_only f:tree_map_only_*6
  f:tree_map_with_path*6 f:tree_structure*6 f:tree_unflatten f:treespec_dict*4 f:treespec_dumps*6 f:treespec_leaf*4 f:treespec_loads*6 f:treespec_pprint*6 f:treespec_tuple*4
torch.utils.backend_registration*6 f:generate_methods_for_privateuse1_backend f:handle_torch_function f:has_torch_function_unary f:rename_privateuse1_backend
torch.utils.benchmark c:CallgrindStats e:Colorize c:Compare c:CopyIfCallgrind c:FunctionCount c:FunctionCounts c:FuzzedParameter c:FuzzedSparseTensor c:FuzzedTensor c:Fuzzer
  e:Language c:Measurement c:ParameterAlias c:TaskSpec c:Timer f:ordered_unique f:select_unit f:set_torch_threads f:timer*4 f:trim_sigfig f:unit_to_english
torch.utils.bundled_inputs c:InflatableArg c:ListType v:MAX_RAW_TENSOR_SIZE=16 o:T c:TupleType f:augment_many_model_functions_with_bundled_inputs f:augment_model_with_bundled_inputs
  f:bundle_inputs f:bundle_large_tensor f:bundle_randn f:wrap_cpp_module
torch.utils.checkpoint x:CheckpointError*6 c:CheckpointFunction e:CheckpointPolicy*6 c:DefaultDeviceType*6 c:GraphExecGroup*4 c:LoggingTensorMode*6 o:SAC_IGNORED_OPS*6
  c:SavedTensor*4 c:SelectiveCheckpointContext*6 v:TYPE_CHECKING*6=False c:TorchDispatchMode*6 f:capture_logs*6 f:check_backward_validity f:checkpoint f:checkpoint_sequential
  f:create_selective_checkpoint_contexts*6 f:detach_variable f:get_device_states f:is_fun*2 f:noop_context_fn*6 f:set_checkpoint_debug_enabled*6 f:set_checkpoint_early_stop*6
  f:set_device_states f:tree_map*6
torch.utils.collect_env o:COMMON_PATTERNS*6 o:CONDA_PATTERNS*6 o:NVIDIA_PATTERNS*6 o:ONEAPI_PATTERNS*4 o:PIP_PATTERNS*6 c:SystemEnv v:TORCH_AVAILABLE=True f:check_release_file
  f:get_cachingallocator_config f:get_clang_version f:get_cmake_version f:get_conda_packages f:get_cpu_info*6 f:get_cuda_module_loading_config f:get_cudnn_version f:get_env_info
  f:get_gcc_version f:get_gpu_info f:get_intel_gpu_detected*4 f:get_intel_gpu_driver_version*4 f:get_intel_gpu_onboard*4 f:get_libc_version f:get_linux_pkg_version*4
  f:get_lsb_version f:get_mac_version f:get_nvidia_driver_version f:get_nvidia_smi f:get_os f:get_pip_packages f:get_platform f:get_pretty_env_info f:get_python_platform
  f:get_running_cuda_version f:get_windows_version f:is_xnnpack_available f:main f:pretty_str f:run f:run_and_parse_first_match f:run_and_read_all f:run_and_return_first_line
torch.utils.cpp_backtrace f:get_cpp_backtrace
torch.utils.cpp_extension v:BUILD_SPLIT_CUDA*1=False o:BUILT_FROM_SOURCE_VERSION_PATTERN c:BuildExtension*3 v:CLIB_EXT='.so' v:CLIB_PREFIX='lib' o:COMMON_HIPCC_FLAGS
  o:COMMON_HIP_FLAGS o:COMMON_MSVC_FLAGS o:COMMON_NVCC_FLAGS f:CUDAExtension o:CUDA_CLANG_VERSIONS o:CUDA_GCC_VERSIONS v:CUDA_HOME=None v:CUDNN_HOME=None f:CppExtension
  v:EXEC_EXT='' c:ExtensionVersioner c:FileBaton*3 c:FileLock*4 c:GeneratedFileCleaner*3 v:HIP_HOME=None v:IS_HIP_EXTENSION=False v:IS_LINUX=True v:IS_MACOS=False v:IS_WINDOWS=False
  o:JIT_EXTENSION_VERSIONER v:LIB_EXT='.so' o:MINIMUM_CLANG_VERSION*6 o:MINIMUM_GCC_VERSION o:MINIMUM_MSVC_VERSION v:MIOPEN_HOME*1=None o:MSVC_IGNORE_CUDAFE_WARNINGS
  o:PLAT_TO_VCVARS v:ROCM_HOME=None v:ROCM_VERSION=None v:SHARED_FLAG='-shared' o:SUBPROCESS_DECODE_ARGS v:SYCL_HOME*6=None f:SyclExtension*4
  v:TORCH_LIB_PATH='/usr/lib/python3/dist-packages/torch/lib' v:TYPE_CHECKING*4=False c:TorchVersion c:Version*6 v:WINDOWS_CUDA_HOME*4=None f:check_compiler_is_gcc*6
  f:check_compiler_ok_for_platform f:get_compiler_abi_compatibility_and_version f:get_cxx_compiler*6 f:get_default_build_root f:get_file_path*4 f:include_paths f:is_ninja_available
  f:library_paths f:load f:load_inline f:remove_extension_h_precompiler_headers*6 f:verify_ninja_availability
torch.utils.data c:BatchSampler c:ChainDataset c:ConcatDataset c:DFIterDataPipe c:DataChunk c:DataLoader c:DataLoader2*1 c:Dataset c:DistributedSampler c:IterDataPipe
  c:IterableDataset c:MapDataPipe c:RandomSampler c:Sampler c:SequentialSampler c:StackDataset*6 c:Subset c:SubsetRandomSampler c:TensorDataset c:WeightedRandomSampler
  f:argument_validation f:default_collate f:default_convert c:functional_datapipe f:get_worker_info c:guaranteed_datapipes_determinism c:non_deterministic f:random_split
  f:runtime_validation c:runtime_validation_disabled
torch.utils.data._utils c:ExceptionWrapper v:HAS_NUMPY=True v:IS_WINDOWS=False v:MP_STATUS_CHECK_INTERVAL=5.0 v:python_exit_status=False
torch.utils.data._utils.collate f:collate f:collate_float_fn f:collate_int_fn f:collate_numpy_array_fn f:collate_numpy_scalar_fn f:collate_str_fn f:collate_tensor_fn
  f:default_collate o:default_collate_fn_map f:default_convert o:string_classes*1
torch.utils.data._utils.fetch
torch.utils.data._utils.pin_memory c:ExceptionWrapper v:MP_STATUS_CHECK_INTERVAL=5.0 f:pin_memory o:string_classes*1
torch.utils.data._utils.signal_handling v:IS_WINDOWS=False
torch.utils.data._utils.worker c:ExceptionWrapper v:HAS_NUMPY=True v:IS_WINDOWS=False v:MP_STATUS_CHECK_INTERVAL=5.0 c:ManagerWatchdog v:TYPE_CHECKING*6=False c:WorkerInfo
  f:get_worker_info
torch.utils.data.backward_compatibility f:worker_init_fn
torch.utils.data.communication*1
torch.utils.data.dataloader c:BatchSampler c:DataLoader c:Dataset c:ExceptionWrapper c:IterDataPipe c:IterableDataset c:MapDataPipe c:RandomSampler c:Sampler c:SequentialSampler
  o:T*1 v:TYPE_CHECKING*4=False f:default_collate f:default_convert f:get_worker_info o:string_classes*1
torch.utils.data.dataloader_experimental*1 c:DataLoader c:DataLoader2 c:IterDataPipe c:IterableWrapper
torch.utils.data.datapipes
torch.utils.data.dataset c:ChainDataset c:ConcatDataset c:Dataset c:Generator c:IterableDataset c:StackDataset*6 c:Subset o:T*1 c:Tensor c:TensorDataset o:default_generator
  f:random_split f:randperm
torch.utils.data.distributed c:Dataset c:DistributedSampler c:Sampler
torch.utils.data.graph v:DILL_AVAILABLE*1=False c:IterDataPipe c:MapDataPipe f:dill_available*6 f:traverse f:traverse_dps
torch.utils.data.graph_settings e:SHARDING_PRIORITIES*6 f:apply_random_seed f:apply_sharding f:apply_shuffle_seed f:apply_shuffle_settings f:get_all_graph_pipes f:traverse_dps
torch.utils.data.sampler c:BatchSampler c:RandomSampler c:Sampler c:SequentialSampler c:SubsetRandomSampler c:Tensor*1 c:WeightedRandomSampler
torch.utils.debug_log*4 f:debug_grad_log f:leaf_function
torch.utils.deterministic*6
torch.utils.dlpack e:DLDeviceType c:ReadOnlyTensorWrapper*4 f:from_dlpack f:to_dlpack
torch.utils.file_baton c:FileBaton
torch.utils.flop_counter*6 c:FlopCounterMode c:ModuleTracker c:TorchDispatchMode f:addmm_flop f:baddbmm_flop f:bmm_flop f:conv_backward_flop f:conv_flop f:conv_flop_count
  f:convert_num_with_suffix f:convert_to_percent_str f:get_shape f:get_suffix_str f:mm_flop f:normalize_tuple f:register_flop_formula f:sdpa_backward_flop f:sdpa_backward_flop_count
  f:sdpa_flop f:sdpa_flop_count f:shape_wrapper f:tree_flatten f:tree_map f:tree_unflatten
torch.utils.hooks c:BackwardHook c:RemovableHandle f:unserializable_hook f:warn_if_has_hooks
torch.utils.mkldnn m:MkldnnBatchNorm*3 m:MkldnnConv1d*3 m:MkldnnConv2d*3 m:MkldnnConv3d*3 m:MkldnnLinear*3 m:MkldnnPrelu*3 f:to_mkldnn
torch.utils.mobile_optimizer e:LintCode c:MobileOptimizerType f:generate_mobile_module_lints f:optimize_for_mobile
torch.utils.model_zoo f:load_url c:tqdm
torch.utils.module_tracker*6 c:ModuleTracker v:TYPE_CHECKING=False f:register_module_forward_hook f:register_module_forward_pre_hook f:register_multi_grad_hook f:tree_flatten
torch.utils.show_pickle c:DumpUnpickler c:FakeClass c:FakeObject f:main
torch.utils.throughput_benchmark c:ExecutionStats c:ThroughputBenchmark f:format_time
torch.utils.weak*6 c:Tensor c:TensorWeakRef c:WeakIdKeyDictionary c:WeakIdRef c:WeakTensorKeyDictionary
torch.version v:debug=False
torch.xpu*6 c:Event c:MemPool*4 c:Stream c:StreamContext v:TYPE_CHECKING*4=False c:XPUGraph*4 c:XPUPluggableAllocator*4 f:can_device_access_peer*4 f:change_current_allocator*4
  f:clock_rate*4 f:current_device f:current_stream o:default_generators c:device f:device_count f:device_memory_used*4 c:device_of f:empty_cache f:get_arch_list
  f:get_device_capability f:get_device_name f:get_device_properties f:get_gencode_flags f:get_per_process_memory_fraction*4 f:get_rng_state f:get_rng_state_all
  f:get_stream_from_external*4 c:graph*4 f:graph_pool_handle*4 f:init f:initial_seed f:is_available f:is_bf16_supported f:is_current_stream_capturing*4 f:is_initialized
  f:is_tf32_supported*4 f:list_gpu_processes*4 f:make_graphed_callables*4 f:manual_seed f:manual_seed_all f:max_memory_allocated f:max_memory_reserved f:mem_get_info
  f:memory_allocated f:memory_reserved f:memory_snapshot*4 f:memory_stats f:memory_stats_as_nested_dict f:memory_usage*4 f:power_draw*4 f:reset_accumulated_memory_stats
  f:reset_peak_memory_stats f:seed f:seed_all f:set_device f:set_per_process_memory_fraction*4 f:set_rng_state f:set_rng_state_all f:set_stream f:stream f:synchronize
  f:temperature*4 f:use_mem_pool*4 f:utilization*4
"""
