#!/usr/bin/env python3
"""Golden losses of RecVAE training: a second implementation in PyTorch and float64, with autograd, that the Java model is
held to. It follows the authors' code (Shenbin et al. 2020, RecVAE), which PyTorch's own layers are part of.

    golden_recvae.py            writes src/test/resources/golden/losses-recvae.json
    golden_recvae.py --check    compares the file with a new run

It needs PyTorch (on Debian python3-torch). Data, order, dropout and noise are those of golden_losses.py, with these changes:

    epochs        are passes: of each round of 3 passes the first two update the encoder, with dropout, the third one the decoder,
                  without. Before the third one the prior becomes a copy of the encoder. Two rounds, 36 steps
    100 + l       weights of layer l, [in, out], and 200 + l its biases: float32((2 uniform - 1) / sqrt(in))
    300 + l       weights of the prior's layer l before the first copy, and 400 + l its biases: as these
    500 + l       factors of the layer norm of layer l: float32(1 + 0.1 (2 uniform - 1)), and 600 + l what it adds:
                  float32(0.1 (2 uniform - 1)); 700 + l and 800 + l those of the prior

Layers are counted through: the hidden ones, (mu, log sigma^2), the decoder's. PyTorch's semantics: layer_norm has the biased
variance and adds epsilon to it, before the root. A user without items has an input of zeros; the authors' code divides by 0.

    loss = mean over users of  gamma * sum(x) * sum over dimensions of (log q(z) - log p(z))  -  sum x log_softmax(logits)

Adam as in golden_losses.py, one for the encoder and one for the decoder. At the end "evaluation" is the loss over all users with
z = mu, and "parameters" has of each parameter its sum, its L2 norm and its first five elements.
"""

import argparse
import json
import sys

import numpy as np
import torch
import torch.nn.functional as functional

from golden_losses import (
    BETA1, BETA2, EPSILON, GOLDEN, ITEMS, STEPS_PER_EPOCH, USERS,
    batch, float32, kept, noise, numbers, ratings, uniforms,
)

HIDDEN, LATENT, LAYERS = 12, 4, 4
ENCODER_PASSES, DECODER_PASSES, ROUNDS = 2, 1, 2
GAMMA, RATE, LEARNING_RATE, NORM_EPSILON = 0.01, 0.5, 1e-3, 0.1

torch.set_default_dtype(torch.float64)


def sizes():
    """[in, out] of every layer."""
    return [(ITEMS, HIDDEN)] + [(HIDDEN, HIDDEN)] * (LAYERS - 1) + [(HIDDEN, 2 * LATENT), (LATENT, ITEMS)]


def drawn(stream, count):
    return 2 * uniforms(stream, np.arange(count)) - 1


def initial(weights, biases, factors, shifts):
    """Parameters by the names of ours, from these streams. The tensors are leaves of autograd."""
    parameters = {}
    for layer, (fan_in, fan_out) in enumerate(sizes()):
        name = f"q{layer}" if layer <= LAYERS else "p0"
        bound = 1 / np.sqrt(fan_in)
        parameters[name + ".weight"] = float32(drawn(weights + layer, fan_in * fan_out) * bound).reshape(fan_in, fan_out)
        parameters[name + ".bias"] = float32(drawn(biases + layer, fan_out) * bound)
        if layer < LAYERS:
            parameters[name + ".norm.weight"] = float32(1 + 0.1 * drawn(factors + layer, fan_out))
            parameters[name + ".norm.bias"] = float32(0.1 * drawn(shifts + layer, fan_out))
    return {name: torch.tensor(values, requires_grad=True) for name, values in parameters.items()}


def swish(x):
    return x.mul(torch.sigmoid(x))


def log_norm_pdf(x, mu, logvar):
    return -0.5 * (logvar + np.log(2 * np.pi) + (x - mu).pow(2) / logvar.exp())


def encode(p, x, mask):
    """mu and log sigma^2; mask None: no dropout."""
    norm = x.pow(2).sum(dim=-1).sqrt()
    h = x / torch.where(norm > 0, norm, torch.ones_like(norm))[:, None]
    if mask is not None:
        h = h * mask
    before = []
    for layer in range(LAYERS):
        h = functional.linear(h, p[f"q{layer}.weight"].t(), p[f"q{layer}.bias"])
        h = functional.layer_norm(
            swish(sum(before, h)), [HIDDEN], p[f"q{layer}.norm.weight"], p[f"q{layer}.norm.bias"], eps=NORM_EPSILON
        )
        before.append(h)
    both = functional.linear(h, p[f"q{LAYERS}.weight"].t(), p[f"q{LAYERS}.bias"])
    return both.chunk(2, dim=1)


def log_prior(old, x, z):
    mu, logvar = encode(old, x, None)
    zero = torch.zeros_like(z)
    gaussians = [log_norm_pdf(z, zero, zero), log_norm_pdf(z, mu, logvar), log_norm_pdf(z, zero, zero + 10)]
    weighted = [g.add(np.log(w)) for g, w in zip(gaussians, [3 / 20, 3 / 4, 1 / 10])]
    return torch.logsumexp(torch.stack(weighted, dim=-1), dim=-1)


def terms(p, old, x, mask, eps):
    """nll, the KL term before gamma, and the logits; eps None: z = mu."""
    mu, logvar = encode(p, x, mask)
    z = mu if eps is None else mu + eps * torch.exp(0.5 * logvar)
    logits = functional.linear(z, p["p0.weight"].t(), p["p0.bias"])
    nll = -(functional.log_softmax(logits, dim=-1) * x).sum(dim=-1).mean()
    divergence = (log_norm_pdf(z, mu, logvar) - log_prior(old, x, z)).sum(dim=-1)
    return nll, divergence.mul(x.sum(dim=-1)).mean(), logits


class Adam:
    """Of one half, counting its own steps."""

    def __init__(self, parameters):
        self.parameters, self.t = parameters, 0
        self.m, self.v = [torch.zeros_like(p) for p in parameters], [torch.zeros_like(p) for p in parameters]

    def step(self, gradients):
        self.t += 1
        alpha = LEARNING_RATE * (1 - BETA2**self.t) ** 0.5 / (1 - BETA1**self.t)
        with torch.no_grad():
            for i, (p, g) in enumerate(zip(self.parameters, gradients)):
                self.m[i] = BETA1 * self.m[i] + (1 - BETA1) * g
                self.v[i] = BETA2 * self.v[i] + (1 - BETA2) * g * g
                p -= alpha * self.m[i] / (self.v[i].sqrt() + EPSILON)


def train(x):
    """[nll, kl, loss] of every step, the evaluation, the logits, and the trained parameters."""
    p, old = initial(100, 200, 500, 600), initial(300, 400, 700, 800)
    encoder = [tensor for name, tensor in p.items() if name.startswith("q")]
    decoder = [tensor for name, tensor in p.items() if name.startswith("p")]
    adams = {True: Adam(encoder), False: Adam(decoder)}
    steps = []
    passes = ENCODER_PASSES + DECODER_PASSES
    for step in range(ROUNDS * passes * STEPS_PER_EPOCH):
        in_round = step // STEPS_PER_EPOCH % passes
        encodes = in_round < ENCODER_PASSES
        if in_round == ENCODER_PASSES and step % STEPS_PER_EPOCH == 0:
            old = {name: tensor.detach().clone() for name, tensor in p.items()}
        rows = torch.tensor(x[batch(step)])
        mask = torch.tensor(kept(step, 0, len(rows), ITEMS, RATE) / (1 - RATE)) if encodes else None
        nll, kl, _ = terms(p, old, rows, mask, torch.tensor(noise(step, len(rows), LATENT)))
        loss = nll + GAMMA * kl
        steps.append([nll.item(), kl.item(), loss.item()])
        adams[encodes].step(torch.autograd.grad(loss, adams[encodes].parameters))
    with torch.no_grad():
        nll, kl, logits = terms(p, old, torch.tensor(x), None, None)
    return steps, [nll.item(), kl.item()], logits.numpy(), {name: t.detach().numpy() for name, t in p.items()}


def text(x):
    steps, evaluation, logits, parameters = train(x)
    lines = ["{"]
    lines.append(f'"layers": {LAYERS}, "hidden": {HIDDEN}, "latent": {LATENT}, "rate": {RATE}, "gamma": {GAMMA},')
    lines.append(f'"encoderPasses": {ENCODER_PASSES}, "decoderPasses": {DECODER_PASSES}, "rounds": {ROUNDS},')
    lines.append('"columns": ["nll", "kl", "loss"],')
    lines.append('"steps": [')
    lines.append(",\n".join("  " + numbers(s) for s in steps))
    lines.append("],")
    lines.append(f'"evaluation": {numbers(evaluation)},')
    lines.append('"logits": {' + ", ".join(f'"{u}": {numbers(logits[u, :5])}' for u in (0, 50, USERS - 1)) + "},")
    lines.append('"parameters": {')
    lines.append(",\n".join(
        f'  "{name}": {numbers([values.sum(), np.sqrt((values * values).sum()), *values.ravel()[:5]])}'
        for name, values in parameters.items()
    ))
    lines.append("}")
    lines.append("}")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="compare the file with a new run, write nothing")
    arguments = parser.parse_args()
    file = GOLDEN / "losses-recvae.json"
    new = text(ratings())
    if not arguments.check:
        file.write_text(new)
        print(f"wrote {file.name}")
        return 0
    stored, again = json.loads(file.read_text()), json.loads(new)
    apart = max(abs(a - b) for s, t in zip(stored["steps"], again["steps"]) for a, b in zip(s, t))
    print(f"the file's losses are within {apart:.1e}")
    return 0 if apart < 1e-9 and len(stored["steps"]) == len(again["steps"]) else 1


if __name__ == "__main__":
    sys.exit(main())
