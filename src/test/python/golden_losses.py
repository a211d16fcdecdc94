#!/usr/bin/env python3
"""Golden losses of Mult-VAE and Mult-DAE training: a second implementation, in numpy and float64, with the backward
pass written out by hand, that the Java model is held to.

    golden_losses.py            writes src/test/resources/golden/losses-*.json
    golden_losses.py --check    compares every gradient with central finite differences, and the files with a new run
    golden_losses.py --torch    compares every step's loss with PyTorch's autograd (which has to be installed)

Weights, data, order, dropout and noise all come from one integer hash, so that another language needs no file but the
losses. GoldenInputs.java is that other side.

The generator
    GAMMA         = 0x9E3779B97F4A7C15, all arithmetic modulo 2^64, >> shifts zeros in
    mix(z)        : z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9; z = (z ^ z >> 27) * 0x94D049BB133111EB; z ^ z >> 31
    hash(s, i)    = mix(mix(s) + (i + 1) * GAMMA)      the i-th number, i from 0, that splitmix64
                                                       (java.util.SplittableRandom) draws from the seed mix(s)
    uniform(s, i) = (hash(s, i) >> 40) * 2^-24         in [0, 1), exact in float32

Streams (s) and indices (i); matrices are indexed row-major: row * columns + column
    10                    items of user u: for k = 0, 1, ...: item = floor(uniform(10, 4096 u + k)^2 * 211), those
                          already there skipped, until the user has max(1, floor(160 / (u + 1))); user 102 has none
    20                    order of the users in epoch e, from 0: starts as 0..102 every epoch; for i = 102 down to 1,
                          exchange positions i and floor(uniform(20, 1024 e + i) * (i + 1)). Batches of 20 are
                          consecutive; the last has 3
    100 + l               weights of layer l, [in, out]: float32((2 uniform - 1) * sqrt(6 / (in + out)))
    200 + l               biases of layer l, [out]: float32((2 uniform - 1) * 0.001)
    10000 + 16 step + l   dropout on the input of layer l, [batch, in]: kept where uniform < 1 - rate, then divided by
                          1 - rate; not drawn where the rate is 0
    20000 + step          noise, [batch, latent]: float32((sum over t = 0..11 of uniform(s, 12 index + t)) - 6)

Layers are counted through, encoder first, from 0; steps from 0 through all epochs. Float32 marks a value computed in
float64 and rounded once to float32; everything after that is float64.

The model
    Layers are x W + b, W [in, out]. Input: the binary row over its L2 norm, x * (max(sum x^2, 1e-12))^-1/2 as
    TensorFlow's l2_normalize, which leaves a user without items at zero.
    Mult-VAE: tanh after every layer but the encoder's last, [mu, log sigma^2], and the decoder's last;
    z = mu + noise * exp(log sigma^2 / 2).
    Mult-DAE: tanh after every layer but the decoder's last, so the latent one too.
    nll = mean over the batch's users of - sum_i x_i log_softmax(logits)_i
    kl  = mean over the batch's users of 0.5 sum (exp(log sigma^2) + mu^2 - log sigma^2 - 1); 0 in Mult-DAE
    penalty = 2e-5 * sum of squared weights, no biases, once a step; 0 in Mult-VAE
    beta = min(0.2, step / 150); 0 in Mult-DAE
    loss = nll + beta * kl + penalty; all of these before the step's update
    Adam 1e-3, 0.9, 0.999, t from 1: w -= lr sqrt(1 - 0.999^t) / (1 - 0.9^t) * m / (sqrt(v) + 1e-8).
    At the end, "evaluation": the loss over all 103 users with the trained weights, no dropout, z = mu, and the last
    step's beta, and "logits": the first five of users 0, 50 and 102.

How far off is wrong: all of this in float32 moves no nll by more than 3e-7 of itself and no kl by more than 1e-6.
Adam's epsilon in PyTorch's place moves a kl by 2e-5 and Mult-DAE's nll by 1e-5; beta a step early moves a kl by 8e-3,
though an nll by 2e-5 only; a halved gradient of the penalty moves an nll by 9e-6. A relative 5e-6 on nll and kl, both,
tells all of these from rounding.
"""

import argparse
import json
import pathlib
import sys

import numpy as np

USERS, ITEMS = 103, 211
BATCH_SIZE, EPOCHS = 20, 9
STEPS_PER_EPOCH = -(-USERS // BATCH_SIZE)
STEPS = EPOCHS * STEPS_PER_EPOCH
CAP, ANNEAL_STEPS = 0.2, 150
LEARNING_RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-8
PENALTY = 2e-5

ITEMS_STREAM, ORDER_STREAM, WEIGHTS_STREAM, BIASES_STREAM, DROPOUT_STREAM, NOISE_STREAM = 10, 20, 100, 200, 10000, 20000

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "resources" / "golden"


# ---- the generator


def mix(z):
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def hashes(stream, indices):
    indices = np.atleast_1d(np.asarray(indices, dtype=np.uint64))
    key = mix(np.array([stream], dtype=np.uint64))
    return mix(key + (indices + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15))


def uniforms(stream, indices):
    return (hashes(stream, indices) >> np.uint64(40)).astype(np.float64) * 2.0**-24


def float32(values):
    return values.astype(np.float32).astype(np.float64)


def ratings():
    x = np.zeros((USERS, ITEMS))
    for user in range(USERS - 1):
        wanted = max(1, 160 // (user + 1))
        draws = uniforms(ITEMS_STREAM, 4096 * user + np.arange(4096))
        chosen = list(dict.fromkeys(int(u * u * ITEMS) for u in draws))[:wanted]
        assert len(chosen) == wanted
        x[user, chosen] = 1
    return x


def order(epoch):
    users = list(range(USERS))
    for i in range(USERS - 1, 0, -1):
        j = int(uniforms(ORDER_STREAM, 1024 * epoch + i)[0] * (i + 1))
        users[i], users[j] = users[j], users[i]
    return users


def batch(step):
    epoch, position = divmod(step, STEPS_PER_EPOCH)
    return order(epoch)[position * BATCH_SIZE : (position + 1) * BATCH_SIZE]


def kept(step, layer, rows, columns, rate):
    u = uniforms(DROPOUT_STREAM + 16 * step + layer, np.arange(rows * columns))
    return (u < 1 - rate).reshape(rows, columns)


def noise(step, rows, latent):
    u = uniforms(NOISE_STREAM + step, np.arange(rows * latent * 12))
    return float32(u.reshape(rows, latent, 12).sum(axis=2) - 6)


# ---- the model


class Model:
    """Sizes and rates, and the losses and gradients of a batch."""

    def __init__(self, name, variational, q_dims, p_dims, q_dropout, p_dropout):
        self.name, self.variational = name, variational
        self.q_dims, self.p_dims, self.q_dropout, self.p_dropout = q_dims, p_dims, q_dropout, p_dropout
        self.latent = p_dims[0]
        encoder = list(zip(q_dims[:-1], q_dims[1:]))
        if variational:
            encoder[-1] = (encoder[-1][0], 2 * self.latent)
        decoder = list(zip(p_dims[:-1], p_dims[1:]))
        self.shapes = encoder + decoder
        self.rates = q_dropout + p_dropout
        self.encoder_layers = len(encoder)

    def initial(self):
        weights, biases = [], []
        for layer, (fan_in, fan_out) in enumerate(self.shapes):
            bound = np.sqrt(6.0 / (fan_in + fan_out))
            u = uniforms(WEIGHTS_STREAM + layer, np.arange(fan_in * fan_out))
            weights.append(float32((2 * u - 1) * bound).reshape(fan_in, fan_out))
            biases.append(float32((2 * uniforms(BIASES_STREAM + layer, np.arange(fan_out)) - 1) * 0.001))
        return weights, biases

    def draws(self, step, rows):
        """The step's dropout factors, None where the rate is 0, and its noise."""
        masks = [
            kept(step, layer, rows, self.shapes[layer][0], rate) / (1 - rate) if rate > 0 else None
            for layer, rate in enumerate(self.rates)
        ]
        return masks, noise(step, rows, self.latent) if self.variational else None

    def has_tanh(self, layer):
        if layer == len(self.shapes) - 1:
            return False
        return not (self.variational and layer == self.encoder_layers - 1)

    def forward(self, weights, biases, x, masks, eps):
        """Loss terms, and what the backward pass needs. eps None: z = mu."""
        h = x / np.sqrt(np.maximum((x * x).sum(axis=1, keepdims=True), 1e-12))
        inputs, outputs, mu, lv = [], [], None, None
        for layer, (w, b) in enumerate(zip(weights, biases)):
            if masks is not None and masks[layer] is not None:
                h = h * masks[layer]
            inputs.append(h)
            h = h @ w + b
            if self.has_tanh(layer):
                h = np.tanh(h)
            outputs.append(h)
            if self.variational and layer == self.encoder_layers - 1:
                mu, lv = h[:, : self.latent], h[:, self.latent :]
                h = mu if eps is None else mu + eps * np.exp(lv / 2)
        top = h.max(axis=1, keepdims=True)
        log_softmax = h - top - np.log(np.exp(h - top).sum(axis=1, keepdims=True))
        nll = -(x * log_softmax).sum(axis=1).mean()
        kl = 0.5 * (np.exp(lv) + mu * mu - lv - 1).sum(axis=1).mean() if self.variational else 0.0
        penalty = 0.0 if self.variational else PENALTY * sum((w * w).sum() for w in weights)
        return nll, kl, penalty, (inputs, outputs, log_softmax)

    def gradients(self, weights, x, masks, eps, beta, kept_values):
        """d loss / d weights and d loss / d biases, from what forward kept."""
        inputs, outputs, log_softmax = kept_values
        rows = x.shape[0]
        d_weights, d_biases = [None] * len(weights), [None] * len(weights)
        d = (np.exp(log_softmax) * x.sum(axis=1, keepdims=True) - x) / rows  # d loss / d logits
        for layer in range(len(weights) - 1, -1, -1):
            if self.variational and layer == self.encoder_layers - 1:
                mu, lv = outputs[layer][:, : self.latent], outputs[layer][:, self.latent :]
                d_mu = d + beta * mu / rows
                d_lv = d * eps * 0.5 * np.exp(lv / 2) + beta * 0.5 * (np.exp(lv) - 1) / rows
                d = np.concatenate([d_mu, d_lv], axis=1)
            elif self.has_tanh(layer):
                d = d * (1 - outputs[layer] ** 2)
            d_weights[layer] = inputs[layer].T @ d + (0.0 if self.variational else 2 * PENALTY * weights[layer])
            d_biases[layer] = d.sum(axis=0)
            d = d @ weights[layer].T
            if masks[layer] is not None:
                d = d * masks[layer]
        return d_weights, d_biases


def beta_at(model, step):
    return min(CAP, step / ANNEAL_STEPS) if model.variational else 0.0


def train(model, x):
    """[nll, kl, beta, penalty, loss] of every step, and the trained weights and biases."""
    weights, biases = model.initial()
    parameters = weights + biases
    m, v = [np.zeros_like(p) for p in parameters], [np.zeros_like(p) for p in parameters]
    steps = []
    for step in range(STEPS):
        rows = x[batch(step)]
        masks, eps = model.draws(step, len(rows))
        beta = beta_at(model, step)
        nll, kl, penalty, kept_values = model.forward(weights, biases, rows, masks, eps)
        d_weights, d_biases = model.gradients(weights, rows, masks, eps, beta, kept_values)
        steps.append([nll, kl, beta, penalty, nll + beta * kl + penalty])
        t = step + 1
        alpha = LEARNING_RATE * np.sqrt(1 - BETA2**t) / (1 - BETA1**t)
        for p, g, first, second in zip(parameters, d_weights + d_biases, m, v):
            first += (1 - BETA1) * (g - first)
            second += (1 - BETA2) * (g * g - second)
            p -= alpha * first / (np.sqrt(second) + EPSILON)
    return steps, weights, biases


MODELS = [
    Model("losses-mult-vae", True, [ITEMS, 24, 8], [8, 24, ITEMS], [0.5, 0.0], [0.0, 0.0]),
    Model("losses-mult-dae", False, [ITEMS, 24, 8], [8, 24, ITEMS], [0.5, 0.0], [0.0, 0.0]),
    Model(
        "losses-mult-vae-two-hidden", True, [ITEMS, 24, 16, 8], [8, 16, 24, ITEMS], [0.5, 0.1, 0.2], [0.3, 0.0, 0.1]
    ),
    Model(
        "losses-mult-dae-two-hidden", False, [ITEMS, 24, 16, 8], [8, 16, 24, ITEMS], [0.5, 0.1, 0.2], [0.3, 0.0, 0.1]
    ),
]


# ---- the files


def number(value):
    return "%.17g" % value


def numbers(values):
    return "[" + ", ".join(number(v) for v in values) + "]"


def inputs_seen(model, x):
    """A few numbers of every stream, so that another generator can be checked before any loss is."""
    weights, biases = model.initial()
    row_sizes = x.sum(axis=1).astype(int)
    last = STEPS - 1
    masks = {}
    for step in (0, last):
        rows = len(batch(step))
        for layer, rate in enumerate(model.rates):
            if rate > 0:
                kept_cells = kept(step, layer, rows, model.shapes[layer][0], rate)
                # The position sum fails where the mask is transposed; the plain count would not.
                masks[f"{step}/{layer}"] = [kept_cells.sum(), np.flatnonzero(kept_cells).sum()]
    seen = {
        "hashes10": json.dumps([format(h, "016x") for h in hashes(ITEMS_STREAM, np.arange(5))]),
        "uniforms10": numbers(uniforms(ITEMS_STREAM, np.arange(5))),
        "uniforms20000": numbers(uniforms(NOISE_STREAM, np.arange(5))),
        "nonZeros": str(row_sizes.sum()),
        "rowSizes": numbers(row_sizes),
        "columnSum": str(int((x * np.arange(ITEMS)).sum())),
        "itemsOfUser20": numbers(np.flatnonzero(x[20])),
        "batches": "[" + ", ".join(numbers(batch(s)) for s in (0, STEPS_PER_EPOCH - 1, last)) + "]",
        "weights": "[" + ", ".join(numbers(w.ravel()[:3]) for w in weights) + "]",
        "weightSums": numbers(w.sum() for w in weights),
        "biases": "[" + ", ".join(numbers(b[:3]) for b in biases) + "]",
        "masks": "{" + ", ".join(f'"{k}": {numbers(m)}' for k, m in masks.items()) + "}",
    }
    if model.variational:
        seen["noise0"] = numbers(noise(0, BATCH_SIZE, model.latent).ravel()[:5])
        seen["noiseSumLast"] = number(noise(last, len(batch(last)), model.latent).sum())
    return seen


def text(model, x):
    steps, weights, biases = train(model, x)
    nll, kl, penalty, (_, outputs, _) = model.forward(weights, biases, x, None, None)
    beta = steps[-1][2]
    lines = ["{"]
    lines.append(f'"variational": {str(model.variational).lower()},')
    for key in ("q_dims", "p_dims", "q_dropout", "p_dropout"):
        camel = key[0] + key[2:].capitalize()
        lines.append(f'"{camel}": {json.dumps(getattr(model, key))},')
    lines.append('"inputs": {')
    seen = inputs_seen(model, x)
    lines.append(",\n".join(f'  "{key}": {value}' for key, value in seen.items()))
    lines.append("},")
    lines.append('"columns": ["nll", "kl", "beta", "penalty", "loss"],')
    lines.append('"steps": [')
    lines.append(",\n".join("  " + numbers(s) for s in steps))
    lines.append("],")
    lines.append(f'"evaluation": {numbers([nll, kl, beta, penalty, nll + beta * kl + penalty])},')
    lines.append('"logits": {' + ", ".join(f'"{u}": {numbers(outputs[-1][u, :5])}' for u in (0, 50, 102)) + "}")
    lines.append("}")
    return "\n".join(lines) + "\n"


# ---- the checks


def check_gradients(model, x):
    """Every parameter's gradient against a central difference, in a batch of 20 below the cap and in one of 3."""
    worst = 0.0
    for step in (27, 35):
        weights, biases = model.initial()
        # Larger biases than training starts from: tanh and sigma would be close to linear, and hide a wrong derivative.
        for b in biases:
            b *= 1000
        rows = x[batch(step)]
        masks, eps = model.draws(step, len(rows))
        beta = beta_at(model, step)
        *_, kept_values = model.forward(weights, biases, rows, masks, eps)
        analytic = sum(model.gradients(weights, rows, masks, eps, beta, kept_values), [])

        def loss():
            nll, kl, penalty, _ = model.forward(weights, biases, rows, masks, eps)
            return nll + beta * kl + penalty

        for p, g in zip(weights + biases, analytic):
            flat, expected = p.reshape(-1), g.reshape(-1)
            for i in range(flat.size):
                held, h = flat[i], 1e-5
                flat[i] = held + h
                above = loss()
                flat[i] = held - h
                below = loss()
                flat[i] = held
                worst = max(worst, abs((above - below) / (2 * h) - expected[i]) / max(1.0, abs(expected[i])))
    return worst


def torch_losses(model, x):
    """The loss of every step once more, by autograd, with the KL term of torch.distributions."""
    import torch
    import torch.nn.functional as functional

    torch.set_default_dtype(torch.float64)
    weights, biases = (
        [torch.tensor(p, requires_grad=True) for p in parameters] for parameters in model.initial()
    )
    parameters = weights + biases
    m, v = [torch.zeros_like(p) for p in parameters], [torch.zeros_like(p) for p in parameters]
    split, losses = model.encoder_layers, []

    def layer(h, at, masks):
        if masks[at] is not None:
            h = h * torch.tensor(masks[at])
        return functional.linear(h, weights[at].t(), biases[at])

    for step in range(STEPS):
        rows = x[batch(step)]
        masks, eps = model.draws(step, len(rows))
        target = torch.tensor(rows)
        h = functional.normalize(target, dim=1)
        for at in range(split - 1):
            h = torch.tanh(layer(h, at, masks))
        h = layer(h, split - 1, masks)
        if model.variational:
            mu, lv = h.chunk(2, dim=1)
            posterior = torch.distributions.Normal(mu, torch.exp(0.5 * lv))
            prior = torch.distributions.Normal(0.0, 1.0)
            kl = torch.distributions.kl_divergence(posterior, prior).sum(1).mean()
            h = mu + torch.tensor(eps) * posterior.scale
            rest = min(CAP, step / ANNEAL_STEPS) * kl
        else:
            h = torch.tanh(h)
            rest = PENALTY * sum(w.pow(2).sum() for w in weights)
        for at in range(split, len(weights) - 1):
            h = torch.tanh(layer(h, at, masks))
        logits = layer(h, len(weights) - 1, masks)
        loss = -(functional.log_softmax(logits, dim=1) * target).sum(1).mean() + rest
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, parameters)
        t = step + 1
        with torch.no_grad():
            for i, (p, g) in enumerate(zip(parameters, gradients)):
                m[i] = BETA1 * m[i] + (1 - BETA1) * g
                v[i] = BETA2 * v[i] + (1 - BETA2) * g * g
                alpha = LEARNING_RATE * (1 - BETA2**t) ** 0.5 / (1 - BETA1**t)
                p -= alpha * m[i] / (v[i].sqrt() + EPSILON)
    return losses


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="check gradients and files, write nothing")
    parser.add_argument("--torch", action="store_true", help="check the losses against PyTorch, write nothing")
    arguments = parser.parse_args()
    x, failures = ratings(), 0
    for model in MODELS:
        if arguments.torch:
            mine = [s[-1] for s in train(model, x)[0]]
            theirs = torch_losses(model, x)
            for step, (a, b) in enumerate(zip(mine, theirs)):
                print(model.name, step, number(a), number(b))
            apart = max(abs(a - b) for a, b in zip(mine, theirs))
            print(f"{model.name}: at most {apart:.1e} from PyTorch's losses")
            failures += not apart < 1e-9
        if arguments.check:
            worst = check_gradients(model, x)
            print(f"{model.name}: gradients within {worst:.1e} of finite differences")
            failures += not worst < 1e-7
            # Another BLAS sums in another order: numbers are compared, not text.
            stored = json.loads((GOLDEN / f"{model.name}.json").read_text())["steps"]
            apart = max(abs(a - b) for s, t in zip(stored, train(model, x)[0]) for a, b in zip(s, t))
            print(f"{model.name}: the file's losses are within {apart:.1e}")
            failures += not apart < 1e-9 or len(stored) != STEPS
        if not (arguments.torch or arguments.check):
            GOLDEN.mkdir(parents=True, exist_ok=True)
            (GOLDEN / f"{model.name}.json").write_text(text(model, x))
            print(f"wrote {model.name}.json")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
