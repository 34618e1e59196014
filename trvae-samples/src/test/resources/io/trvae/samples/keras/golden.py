"""Makes golden.h5 and the *.json files beside it: what Keras says of models like those that are imported.

    pip install tensorflow-cpu==2.21.0 tf_keras==2.21.0 && python golden.py

Made with these versions, Python 3.11, NumPy 2.4 and h5py 3.14. tf_keras is Keras 2, which saved the originals:
theislab/trVAE (trvae/models/_dctrvae.py) and theislab/trVAE_reproducibility (reptrvae/models/_dctrvae.py). The networks
below are theirs, layer by layer. Weights follow from a formula, so that a test can write them without having them: it
takes names and shapes from the JSON, and compares with the outputs in golden.h5. keras3.json is what Keras 3.15 makes
of the smallest network: python golden.py --keras3.
"""

import json
import os
import sys
import tempfile
import zlib

KERAS_3 = "--keras3" in sys.argv
os.environ["TF_USE_LEGACY_KERAS"] = "0" if KERAS_3 else "1"
if KERAS_3:
    import keras
else:
    import tf_keras as keras
import h5py
import numpy as np

L = keras.layers
DROPOUT = 0.2


def values(name, shape):
    """Uniform in [-1, 1): murmur3's finaliser over a counter that starts at the name's CRC-32."""
    size = int(np.prod(shape))
    bits = np.arange(size, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(zlib.crc32(name.encode()))
    bits ^= bits >> np.uint32(16)
    bits *= np.uint32(0x85EBCA6B)
    bits ^= bits >> np.uint32(13)
    bits *= np.uint32(0xC2B2AE35)
    bits ^= bits >> np.uint32(16)
    units = (bits >> np.uint32(8)).astype(np.float32) * np.float32(2**-23) - np.float32(1)
    return units.reshape(shape)


def weights(name, shape):
    """Kernels keep signals alive through rectifiers, normalisations are near to doing nothing."""
    kind = name.split("/")[-1].split(":")[0]
    units = values(name, shape)
    if kind == "kernel":
        return units * np.float32(np.sqrt(5.0 * shape[-1] / np.prod(shape)))
    if kind in ("gamma", "moving_variance"):
        return np.float32(1) + units * np.float32(0.5)
    return units * np.float32(0.1)


def normalised(h, width):
    h = L.Dense(width, use_bias=False)(h)
    return L.BatchNormalization(axis=1)(h)


def leaky_block(h, width):
    h = L.LeakyReLU()(normalised(h, width))
    return L.Dropout(DROPOUT)(h)


def relu_dense(h, width):
    return L.Activation("relu")(L.Dense(width)(h))


def with_label_plane(image, label, size):
    h = L.Dense(128, activation="relu")(label)
    h = L.Dense(size * size, activation="relu")(h)
    return L.concatenate([image, L.Reshape((size, size, 1))(h)])


def encoder(style, image, label, size, mmd):
    if style == 1:
        h = with_label_plane(image, label, size)
        for _ in range(2):
            h = L.LeakyReLU()(L.Conv2D(64, 4, strides=2, padding="same")(h))
            h = L.MaxPooling2D()(h)
        return leaky_block(leaky_block(L.Flatten()(h), 1024), mmd)
    if style == 2:
        h = L.concatenate([L.Reshape((size * size * 3,))(image), label], axis=1)
        return leaky_block(leaky_block(leaky_block(h, 512), 512), mmd)
    h = with_label_plane(image, label, size)
    for block, (count, width) in enumerate([(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)], 1):
        for i in range(1, count + 1):
            h = L.Conv2D(width, 3, activation="relu", padding="same", name=f"conv{block}_{i}")(h)
        h = L.MaxPooling2D()(h)
    h = L.Flatten(name="flatten")(h)
    for name, width in (("fc1", 1024), ("fc2", 256)):
        h = L.Activation("relu")(L.Dense(width, name=name)(h))
    return L.Dropout(DROPOUT)(h)


def decoder(style, latent, label, size, mmd):
    """Returns the image and the MMD layer."""
    if style == 1:
        h = normalised(L.concatenate([latent, label], axis=1), mmd)
        mmd_layer = L.LeakyReLU(name="mmd")(h)
        h = leaky_block(L.Dropout(DROPOUT)(mmd_layer), 1024)
        h = L.LeakyReLU()(L.Dense(size * size * 3, use_bias=False)(h))
        h = L.Reshape((size, size, 3))(h)
        for width in (128, 64):
            h = L.LeakyReLU()(L.Conv2DTranspose(width, 4, padding="same")(h))
        return L.Conv2DTranspose(3, 4, padding="same", activation="relu")(h), mmd_layer
    if style == 2:
        h = normalised(L.concatenate([latent, label], axis=1), mmd)
        mmd_layer = L.LeakyReLU(name="mmd")(h)
        h = leaky_block(leaky_block(L.Dropout(DROPOUT)(h), 512), 512)  # h, not mmd_layer: so do the originals
        h = L.Activation("relu", name="reconstruction_output")(L.Dense(size * size * 3)(h))
        return L.Reshape((size, size, 3))(h), mmd_layer
    mirrored = style == "3_mirrored"
    h = L.concatenate([latent, L.Dense(128 if mirrored else 64, activation="relu")(label)], axis=1)
    h = L.Dense(mmd)(L.Activation("relu")(h))
    mmd_layer = L.Activation("relu", name="mmd")(h)
    h = relu_dense(mmd_layer, 1024)
    if mirrored:
        h = L.Reshape((4, 4, 512))(relu_dense(h, 512 * 4 * 4))
        for block, (count, width) in enumerate([(3, 512), (3, 512), (3, 256), (2, 128), (2, 64)]):
            h = L.UpSampling2D()(h) if block else h
            for _ in range(count):
                h = L.Conv2DTranspose(width, 3, activation="relu", padding="same")(h)
        return L.Conv2DTranspose(3, 1, activation="relu", padding="same")(h), mmd_layer
    side = size // 16
    h = L.Reshape((side, side, 4096 // (side * side)))(relu_dense(h, 256 * 4 * 4))
    for width in (256, 128, 64, 32):
        h = L.Conv2D(width, 2, activation="relu", padding="same")(L.UpSampling2D()(h))
        h = L.Conv2D(width, 3, activation="relu", padding="same")(h)
    return L.Conv2D(3, 1, activation="relu")(h), mmd_layer


def sample(arguments):
    import tensorflow as tf

    mean, log_var = arguments
    return mean + tf.exp(log_var / 2) * tf.random.normal(tf.shape(mean))


def build(style, size, domains, latent_size, mmd):
    image = L.Input((size, size, 3), name="data")
    from_label = L.Input((domains,), name="encoder_labels")
    to_label = L.Input((domains,), name="decoder_labels")
    latent = L.Input((latent_size,), name="latent_data")
    features = encoder(style, image, from_label, size, mmd)
    mean, log_var = L.Dense(latent_size)(features), L.Dense(latent_size)(features)
    z = L.Lambda(sample, output_shape=(latent_size,))([mean, log_var])
    encoder_model = keras.Model([image, from_label], [mean, log_var, z], name="encoder")
    result, mmd_layer = decoder(style, latent, to_label, size, mmd)
    decoder_model = keras.Model([latent, to_label], result, name="decoder")
    decoder_mmd_model = keras.Model([latent, to_label], mmd_layer, name="deocder_mmd")
    drawn = decoder_model([encoder_model([image, from_label])[2], to_label])
    mmd_output = decoder_mmd_model([encoder_model([image, from_label])[2], to_label])
    outputs = [
        L.Lambda(lambda x: x, name="kl_reconstruction")(drawn),
        L.Lambda(lambda x: x, name="mmd")(mmd_output),
    ]
    whole = keras.Model([image, from_label, to_label], outputs, name="cvae")
    return whole, encoder_model, decoder_model


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def without_code(value):
    """Leaves out the compiled Python of Lambda layers."""
    if isinstance(value, dict):
        return {key: None if key == "function" else without_code(inner) for key, inner in value.items()}
    return [without_code(inner) for inner in value] if isinstance(value, list) else value


def layout(file):
    """What a model file says besides the weights' values."""
    root = file["model_weights"]
    config = without_code(json.loads(file.attrs["model_config"]))
    return {
        "attributes": {key: text(file.attrs[key]) for key in ("backend", "keras_version")},
        "model_config": config,
        "layer_names": [text(name) for name in root.attrs["layer_names"]],
        "weights": {
            layer: {
                text(name): list(group[name].shape) for name in group.attrs["weight_names"]
            }
            for layer, group in root.items() if layer != "top_level_model_weights"
        },
    }


def write_layout(path, name):
    with h5py.File(path) as file, open(name + ".json", "w") as out:
        json.dump(layout(file), out, separators=(",", ":"))
        out.write("\n")


def make(golden, style, size, domains, latent_size, mmd):
    name = f"arch_style_{style}"
    keras.backend.clear_session()
    whole, encoder_model, decoder_model = build(style, size, domains, latent_size, mmd)
    for weight in whole.weights:
        weight.assign(weights(weight.name, weight.shape.as_list()))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "mmd_cvae.h5")
        whole.save(path)
        write_layout(path, name)
    image = (values(name, (1, size, size, 3)) + np.float32(1)) / np.float32(2)
    mean, log_var, _ = encoder_model.predict([image, np.eye(domains, dtype="f4")[:1]], verbose=0)
    result = decoder_model.predict([mean, np.eye(domains, dtype="f4")[1:2]], verbose=0)
    print(name, whole.count_params(), "mean", np.abs(mean).max(), "image", result.min(), result.mean(), result.max(),
          "zero", (result == 0).mean())
    group = golden.create_group(name)
    for key, array in (("mean", mean), ("log_var", log_var), ("image", result)):
        group.create_dataset(key, data=array[0], compression="gzip")


if __name__ == "__main__" and KERAS_3:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "mmd_cvae.h5")
        build(2, 16, 2, 10, 24)[0].save(path)
        write_layout(path, "keras3")
elif __name__ == "__main__":
    with h5py.File("golden.h5", "w") as golden:
        make(golden, 1, 32, 3, 20, 24)
        make(golden, 2, 16, 2, 10, 24)
        make(golden, 3, 64, 3, 20, 24)
        make(golden, "3_mirrored", 64, 4, 20, 24)
