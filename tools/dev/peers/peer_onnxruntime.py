"""ONNX Runtime's CPU provider on PyTorch's plain export; int8 by its dynamic quantisation."""

from peers import checkpoints

TITLE = "ONNX Runtime"
PRECISIONS = ("f32", "int8")
SETTINGS = ("all graph optimisations, sequential, spinning allowed, intra-op threads; int8: "
            "`quantize_dynamic`, s8 weights for each column, u8 activations")


def path_of(store, model, precision, batch):
    folder = store.artefact("onnx", model, f"b{batch}")
    return (folder / "int8" if precision == "int8" else folder) / "model.onnx"


def exported(store, model, batch):
    """The model for this batch size in ONNX, made when it is not there. Weights lie beside it."""
    path = path_of(store, model, "f32", batch)
    if path.exists():
        return path
    import onnx
    import torch

    path.parent.mkdir(exist_ok=True)
    partial = path.parent / "partial.onnx"
    torch.onnx.export(checkpoints.torch_module(store, model),
                      (checkpoints.example(store, model, batch),), partial, dynamo=False,
                      opset_version=17, input_names=["pixel_values"], output_names=["logits"])
    graph = onnx.load(partial)
    partial.unlink()
    onnx.save(graph, path, save_as_external_data=True, location="weights.bin")
    return path


def ready(store, model, precision, batch, threads):
    return path_of(store, model, precision, batch).exists()


def make(store, model, precision, batch, threads):
    source = exported(store, model, batch)
    if precision == "f32":
        return
    path = path_of(store, model, precision, batch)
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    path.parent.mkdir(exist_ok=True)
    ready = path.parent / "ready.onnx"
    quant_pre_process(source, ready, skip_symbolic_shape=True, save_as_external_data=True,
                      all_tensors_to_one_file=True)
    quantize_dynamic(ready, path, weight_type=QuantType.QInt8, per_channel=True,
                     op_types_to_quantize=["MatMul", "Gemm"], use_external_data_format=True)
    for left in path.parent.glob("ready.onnx*"):
        left.unlink()


def load(store, model, precision, batch, threads):
    import onnxruntime

    path = path_of(store, model, precision, batch)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.add_session_config_entry("session.intra_op.allow_spinning", "1")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda pixels: session.run(["logits"], {"pixel_values": pixels})[0]
