"""Measures PyTorch on a GPU, with the models and in the rows of GpuBenchmark and TrainingBenchmark.

  python3 pytorch.py FOLDER [SECONDS [BATCH...]]

FOLDER has what these left there: for each architecture a model, images, and what became of them,
which PyTorch must draw too before it is timed; a model to train, batches, and losses of the first
step, which PyTorch must find too. Needs nothing but PyTorch. Without a GPU it
only compares. The floor is the larger of two times: of the arithmetic, counted as the network is
described, at the rate of a large product of matrices, and of weights and images at that of a large
copy. trvae spares a part of that arithmetic.
"""

import copy
import json
import statistics
import struct
import sys
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

DOMAINS = 3
SIZE = 64
TOLERANCE = 1e-3


def tensors(file):
    """The tensors of a safetensors file, in float32."""
    data = bytearray(file.read_bytes())
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__")
    types = {"F32": torch.float32, "F16": torch.float16}
    return {
        name: torch.frombuffer(
            data,
            dtype=types[entry["dtype"]],
            count=torch.Size(entry["shape"]).numel(),
            offset=8 + length + entry["data_offsets"][0],
        )
        .reshape(entry["shape"])
        .float()
        for name, entry in header.items()
    }


class Transfer(nn.Module):
    """docs/model-format.md as PyTorch has it; normalisations stand in the weights before them."""

    def __init__(self, weights, norms=()):
        super().__init__()
        for layer, norm in norms:
            fold(weights, layer, norm)
        for name, value in weights.items():
            if not name.startswith("encoder.log_var."):
                self.register_buffer(name.replace(".", "_"), value)

    def weight(self, name):
        return getattr(self, name + "_weight"), getattr(self, name + "_bias", None)

    def dense(self, name, x):
        return F.linear(x, *self.weight(name))

    def conv(self, name, x, stride=1, padding=1):
        return F.conv2d(x, *self.weight(name), stride=stride, padding=padding)


def fold(weights, layer, norm):
    scale = weights[norm + ".weight"] / torch.sqrt(weights[norm + ".running_var"] + 1e-5)
    shift = weights[norm + ".bias"] - weights[norm + ".running_mean"] * scale
    # The pixels of a channel stand together where a dense layer draws the smallest picture.
    pixels = len(weights[layer + ".bias"]) // len(scale)
    scale, shift = scale.repeat_interleave(pixels), shift.repeat_interleave(pixels)
    weight = weights[layer + ".weight"]
    weights[layer + ".weight"] = weight * scale.view(-1, *[1] * (weight.dim() - 1))
    weights[layer + ".bias"] = weights[layer + ".bias"] * scale + shift
    for part in ("weight", "bias", "running_mean", "running_var"):
        weights.pop(norm + "." + part)


def double(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


class Compact(Transfer):
    def __init__(self, weights):
        norms = [(f"encoder.conv{i}", f"encoder.norm{i}") for i in range(1, 5)]
        norms += [("decoder.mmd", "decoder.mmd_norm"), ("decoder.dense", "decoder.dense_norm")]
        norms += [(f"decoder.conv{i}", f"decoder.norm{i}") for i in range(1, 5)]
        super().__init__(weights, norms)

    def forward(self, images, source, target):
        planes = source[:, :, None, None].expand(-1, -1, SIZE, SIZE)
        x = torch.cat([2 * images - 1, planes], 1)
        for i in range(1, 5):
            x = F.leaky_relu(self.conv(f"encoder_conv{i}", x, stride=2), 0.2)
        x = self.dense("encoder_mean", x.flatten(1))
        x = F.leaky_relu(self.dense("decoder_mmd", torch.cat([x, target], 1)), 0.2)
        x = F.leaky_relu(self.dense("decoder_dense", torch.cat([x, target], 1)), 0.2)
        x = x.view(-1, 256, SIZE // 16, SIZE // 16)
        for i in range(1, 5):
            x = F.leaky_relu(self.conv(f"decoder_conv{i}", double(x)), 0.2)
        return torch.tanh(self.conv("decoder_image", x)) * 0.5 + 0.5


class ArchStyle3(Transfer):
    def forward(self, images, source, target):
        x = F.relu(self.dense("encoder_label1", source))
        x = F.relu(self.dense("encoder_label2", x)).view(-1, 1, SIZE, SIZE)
        x = torch.cat([images, x], 1)
        for group, layers in enumerate([2, 2, 3, 3, 3], 1):
            for layer in range(1, layers + 1):
                x = F.relu(self.conv(f"encoder_conv{group}_{layer}", x))
            x = F.max_pool2d(x, 2)
        x = F.relu(self.dense("encoder_dense1", x.flatten(1)))
        x = F.relu(self.dense("encoder_dense2", x))
        x = self.dense("encoder_mean", x)
        label = F.relu(self.dense("decoder_label", target))
        x = F.relu(torch.cat([x, label], 1))
        for name in ("decoder_mmd", "decoder_dense1", "decoder_dense2"):
            x = F.relu(self.dense(name, x))
        x = x.view(len(x), -1, SIZE // 16, SIZE // 16)
        for i in range(1, 5):
            x = F.relu(self.conv(f"decoder_up{i}", F.pad(double(x), (0, 1, 0, 1)), padding=0))
            x = F.relu(self.conv(f"decoder_conv{i}", x))
        return F.relu(self.conv("decoder_image", x, padding=0))


def labels(batch, domain):
    return F.one_hot(torch.full((batch,), domain), DOMAINS).float()


def compare(name, model, folder):
    """Ends the program if PyTorch draws something else than what was drawn."""

    def images(kind):
        values = torch.frombuffer(bytearray((folder / f"{name}.{kind}").read_bytes()), dtype=torch.float32)
        return values.view(-1, 3, SIZE, SIZE)

    given, expected = images("images"), images("drawn")
    device = next(model.buffers()).device
    arguments = given, labels(len(given), 0), labels(len(given), 1)
    with torch.inference_mode():
        drawn = model(*(each.to(device) for each in arguments)).cpu()
    worst = (drawn - expected).abs().max().item()
    print(f"\n`{name}`: PyTorch differs by {worst:.1e} at most\n", flush=True)
    if not worst < TOLERANCE:
        sys.exit("pytorch.py: these are not the same networks")


def median(work, seconds):
    for _ in range(20):
        work()
    torch.cuda.synchronize()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        work()
        torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def floor_rates(dtype):
    """Multiply-adds and bytes a second that this GPU reaches: a large product, a large copy."""
    a = torch.randn(8192, 8192, device="cuda").to(dtype)
    matrix = 8192**3 / median(lambda: a @ a, 1)
    b = torch.empty(1 << 30, dtype=torch.uint8, device="cuda")
    c = torch.empty_like(b)
    return matrix, 2 * len(b) / median(lambda: c.copy_(b), 1)


def multiply_adds(model):
    from torch.utils.flop_counter import FlopCounterMode

    device = next(model.buffers()).device
    counter = FlopCounterMode(display=False)
    with counter, torch.inference_mode():
        model(torch.zeros(1, 3, SIZE, SIZE, device=device), *(labels(1, 0).to(device),) * 2)
    return counter.get_total_flops() / 2


PRECISIONS = {
    "float32": (torch.float32, False),
    "tf32": (torch.float32, True),
    "float16": (torch.float16, False),
    "bfloat16": (torch.bfloat16, False),
}


def row(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def measure(name, model, seconds, batches):
    amount = multiply_adds(model)
    for precision, (dtype, tf32) in PRECISIONS.items():
        torch.backends.cuda.matmul.allow_tf32 = tf32
        torch.backends.cudnn.allow_tf32 = tf32
        torch.backends.cudnn.benchmark = True
        matrix, copying = floor_rates(dtype)
        cast = copy.deepcopy(model).to(dtype).to(memory_format=torch.channels_last)
        weights = sum(each.numel() * each.element_size() for each in cast.buffers())
        for batch in batches:
            pinned = torch.rand(batch, 3, SIZE, SIZE).pin_memory()
            result = torch.empty_like(pinned).pin_memory()
            source, target = (labels(batch, i).cuda().to(dtype) for i in (0, 1))
            inside = pinned.cuda().to(dtype, memory_format=torch.channels_last)
            moved = weights + 2 * inside.numel() * inside.element_size()
            floor = max(amount * batch / matrix, moved / copying)
            row(name, precision, str(batch), "floor", f"{floor * 1e3:.3f}", f"{batch / floor:.0f}")
            compiled = torch.compile(cast, mode="reduce-overhead")
            for engine, run in (("eager", cast), ("compiled", compiled)):

                def host_to_host():
                    there = pinned.cuda(non_blocking=True).to(dtype, memory_format=torch.channels_last)
                    result.copy_(run(there, source, target).float().contiguous(), non_blocking=True)

                with torch.inference_mode():
                    for where, work in (
                        ("", host_to_host),
                        (", on the device", lambda: run(inside, source, target)),
                    ):
                        t = median(work, seconds)
                        row(name, precision, str(batch), f"PyTorch {engine}{where}", f"{t * 1e3:.3f}", f"{batch / t:.0f}")
            torch._dynamo.reset()


class Training(nn.Module):
    """The plain training step of compact: docs/model-format.md, and the losses of the trainer."""

    SIGMAS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6]

    def __init__(self, weights):
        super().__init__()
        for name, value in weights.items():
            name = name.replace(".", "_")
            if "_running_" in name:
                self.register_buffer(name, value)
            else:
                self.register_parameter(name, nn.Parameter(value))

    def part(self, name, kind):
        return getattr(self, f"{name}_{kind}")

    def dense(self, name, x):
        return F.linear(x, self.part(name, "weight"), self.part(name, "bias"))

    def conv(self, name, x, stride=1):
        return F.conv2d(x, self.part(name, "weight"), self.part(name, "bias"), stride, 1)

    def normalised(self, name, x):
        parts = (self.part(name, kind) for kind in ("running_mean", "running_var", "weight", "bias"))
        return F.leaky_relu(F.batch_norm(x, *parts, training=True, momentum=0.1, eps=1e-5), 0.2)

    def head(self, code, label):
        return self.normalised("decoder_mmd_norm", self.dense("decoder_mmd", torch.cat([code, label], 1)))

    def mmd(self, rows):
        """The unbiased estimate for equally many rows of each domain, one domain after the other."""
        n = len(rows) // DOMAINS
        square = (rows[:, None] - rows[None]).square().sum(-1)
        kernel = sum(torch.exp(-square / (2 * sigma)) for sigma in self.SIGMAS) / len(self.SIGMAS)
        domain = torch.arange(DOMAINS, device=rows.device).repeat_interleave(n)
        same = domain[:, None] == domain[None]
        within = (DOMAINS - 1) / (n * (n - 1)) * (1 - torch.eye(len(rows), device=rows.device))
        return (kernel * torch.where(same, within, torch.full_like(within, -1 / n**2))).sum()

    def forward(self, images, label, noise):
        planes = label[:, :, None, None].expand(-1, -1, SIZE, SIZE)
        x = torch.cat([2 * images - 1, planes], 1)
        for i in range(1, 5):
            x = self.normalised(f"encoder_norm{i}", self.conv(f"encoder_conv{i}", x, 2))
        mean, log_var = (self.dense(f"encoder_{name}", x.flatten(1)) for name in ("mean", "log_var"))
        x = self.head(mean + torch.exp(log_var / 2) * noise, label)
        x = self.dense("decoder_dense", torch.cat([x, label], 1)).view(-1, 256, SIZE // 16, SIZE // 16)
        x = self.normalised("decoder_dense_norm", x)
        for i in range(1, 5):
            x = self.normalised(f"decoder_norm{i}", self.conv(f"decoder_conv{i}", double(x)))
        drawn = torch.tanh(self.conv("decoder_image", x)) * 0.5 + 0.5
        kl = 0.5 * (log_var.exp() + mean.square() - 1 - log_var).mean()
        mmd = self.mmd(self.head(mean, label))
        return 100 * 0.5 * (drawn - images).square().mean() + 0.05 * kl + 50 * mmd, kl, mmd


def train(folder, seconds, batches, gpu):
    device = "cuda" if gpu else "cpu"
    row("training", "precision", "batch", "engine", "ms", "images/s")
    row("---", "---", "---:", "---", "---:", "---:")
    for batch in batches:
        values = bytearray((folder / f"training.{batch}").read_bytes())
        images = torch.frombuffer(values, dtype=torch.float32).view(-1, 3, SIZE, SIZE)
        label = torch.cat([labels(batch // DOMAINS, i) for i in range(DOMAINS)]).to(device)
        expected = [float(each) for each in (folder / f"training.{batch}.losses").read_text().split()]
        for precision, tf32 in (("float32", False), ("tf32", True)):
            torch.backends.cuda.matmul.allow_tf32 = tf32
            torch.backends.cudnn.allow_tf32 = tf32
            model = Training(tensors(folder / "training.safetensors")).to(device)
            model = model.to(memory_format=torch.channels_last)
            pinned = images.pin_memory() if gpu else images
            adam = torch.optim.Adam(model.parameters(), lr=1e-3, fused=gpu)
            for engine, loss in (("eager", model), ("compiled", torch.compile(model) if gpu else None)):
                if loss is None:
                    continue

                def step():
                    there = pinned.to(device, non_blocking=True).to(memory_format=torch.channels_last)
                    noise = torch.randn(batch, model.encoder_mean_bias.numel(), device=device)
                    total, *parts = loss(there, label, noise)
                    adam.zero_grad()
                    total.backward()
                    adam.step()
                    # The trainer tells of the losses after each step.
                    return [each.item() for each in parts]

                if engine == "eager" and precision == "float32":
                    first = step()
                    worst = max(abs(a - b) / abs(b) for a, b in zip(first, expected))
                    print(f"\nPyTorch's losses differ by {worst:.1e} of them at most\n", flush=True)
                    if not worst < TOLERANCE:
                        sys.exit("pytorch.py: these are not the same losses")
                if gpu:
                    t = median(step, seconds)
                    row("compact, plain", precision, str(batch), f"PyTorch {engine}", f"{t * 1e3:.3f}", f"{batch / t:.0f}")
            if not gpu:
                break


def main():
    folder = Path(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 0.5
    batches = [int(each) for each in sys.argv[3:]] or [1, 32, 256, 1024]
    gpu = torch.cuda.is_available()
    print(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}")
    # The comparison is in float32 throughout.
    torch.backends.cudnn.allow_tf32 = False
    row("architecture", "precision", "batch", "engine", "ms", "images/s")
    row("---", "---", "---:", "---", "---:", "---:")
    for name, kind in (("compact", Compact), ("arch_style_3", ArchStyle3)):
        model = kind(tensors(folder / f"{name}.safetensors"))
        if gpu:
            model.cuda()
        compare(name, model, folder)
        if gpu:
            measure(name, model, seconds, batches)
    train(folder, seconds, sorted(int(each.suffix[1:]) for each in folder.glob("training.*[0-9]")), gpu)


if __name__ == "__main__":
    main()
