"""OpenVINO's CPU plugin on its own conversion from PyTorch; int8 by NNCF's static quantisation."""

from peers import checkpoints

TITLE = "OpenVINO"
PRECISIONS = ("f32", "bf16", "int8")
SETTINGS = ("latency hint, one stream, `INFERENCE_NUM_THREADS`, `INFERENCE_PRECISION_HINT`; int8: "
            "NNCF, transformer scheme, 16 random pictures")
CALIBRATION = 16


def path_of(store, model, precision, batch):
    """bf16 is computed from the f32 network."""
    name = "int8" if precision == "int8" else "f32"
    return store.artefact("openvino", model, f"{name}-b{batch}.xml")


def ready(store, model, precision, batch, threads):
    return path_of(store, model, precision, batch).exists()


def save(openvino, network, path):
    """`path` appears when it is complete; its weights lie beside it."""
    partial = path.parent / f"partial-{path.name}"
    openvino.save_model(network, partial, compress_to_fp16=False)
    partial.with_suffix(".bin").rename(path.with_suffix(".bin"))
    partial.rename(path)


def make(store, model, precision, batch, threads):
    import openvino

    source = path_of(store, model, "f32", batch)
    if not source.exists():
        pixels = checkpoints.example(store, model, batch)
        network = openvino.convert_model(checkpoints.torch_module(store, model),
                                         example_input=pixels, input=list(pixels.shape))
        save(openvino, network, source)
    target = path_of(store, model, "int8", batch)
    if precision == "int8" and not target.exists():
        import nncf
        import numpy

        network = openvino.Core().read_model(source)
        stream = numpy.random.default_rng(7)
        shape = checkpoints.example(store, model, batch).shape
        pictures = [0.8 * stream.standard_normal(shape, numpy.float32)
                    for _ in range(max(1, CALIBRATION // batch))]
        network = nncf.quantize(network, nncf.Dataset(pictures), subset_size=len(pictures),
                                model_type=nncf.ModelType.TRANSFORMER)
        save(openvino, network, target)


def load(store, model, precision, batch, threads):
    import openvino
    from openvino import properties

    core = openvino.Core()
    hint = openvino.Type.bf16 if precision == "bf16" else openvino.Type.f32
    network = core.compile_model(path_of(store, model, precision, batch), "CPU", {
        properties.hint.performance_mode: properties.hint.PerformanceMode.LATENCY,
        properties.hint.inference_precision: hint,
        properties.inference_num_threads: threads,
        properties.num_streams: 1,
    })
    request = network.create_infer_request()

    def run(pixels):
        return request.infer([pixels], share_inputs=True, share_outputs=True)[0]

    return run
