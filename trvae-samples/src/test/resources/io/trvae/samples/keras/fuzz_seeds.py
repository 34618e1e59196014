"""Makes the seeds in KerasImportFuzzTestInputs: files in the oldest form of HDF5, as Keras writes them. It has no
checksums, so that a changed byte is not just a wrong checksum. jHDF writes the newest form only.

    pip install h5py==3.16.0 && python fuzz_seeds.py

Weights have their shapes but no values, to be small.
"""

import json

import h5py

FOLDER = "KerasImportFuzzTestInputs/read/"

with open("arch_style_2.json") as file:
    layout = json.load(file)


def write(name, weights):
    with h5py.File(FOLDER + name, "w", libver="earliest") as file:
        file.attrs["keras_version"] = layout["attributes"]["keras_version"]
        file.attrs["model_config"] = json.dumps(layout["model_config"], separators=(",", ":")).encode()
        weights(file.create_group("model_weights"))


def shapes(root):
    for model, arrays in layout["weights"].items():
        group = root.create_group(model)
        for name, shape in arrays.items():
            group.create_dataset(name, shape, "float32")


def odd(root):
    encoder = root.create_group("encoder")
    encoder.create_dataset("compressed", data=[[1.0, 2.0]] * 8, dtype="float32", chunks=(2, 2), compression="gzip")
    encoder.create_dataset("texts", data=["a", "bc"], dtype=h5py.string_dtype())
    encoder["circle"] = root
    root["soft"] = h5py.SoftLink("/model_weights/encoder")
    root["elsewhere"] = h5py.ExternalLink("/etc/passwd", "/x")


write("shapes.h5", shapes)
write("odd.h5", odd)
