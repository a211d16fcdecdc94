#!/usr/bin/env python3
"""RecVAE in PyTorch on the CPU, as its authors wrote it: two Adams, passes over the encoder and over the decoder, dense batches from a
scipy CSR matrix. Prints the median time of a step of each kind, and of the mix of an outer epoch: three passes to one.

usage: pytorch_recvae_peer.py TRAIN.npz [--steps 20] [--batch 500]

Needs torch, numpy and scipy; measure it with the environment that pytorch_peer.py names.
"""
import argparse
import copy
import math
import resource
import time

import numpy as np
import torch
import torch.nn.functional as F
from scipy import sparse

HIDDEN, LATENT, LAYERS, EPSILON = 600, 200, 5, 0.1
WEIGHTS = torch.log(torch.tensor([3 / 20, 3 / 4, 1 / 10]))


def swish(x):
    return x * torch.sigmoid(x)


def log_normal(z, mu, logvar):
    return -0.5 * (logvar + math.log(2 * math.pi) + (z - mu) ** 2 / logvar.exp())


class Encoder(torch.nn.Module):
    def __init__(self, items):
        super().__init__()
        self.layers = torch.nn.ModuleList([torch.nn.Linear(items if k == 0 else HIDDEN, HIDDEN) for k in range(LAYERS)])
        self.norms = torch.nn.ModuleList([torch.nn.LayerNorm(HIDDEN, eps=EPSILON) for _ in range(LAYERS)])
        self.mu = torch.nn.Linear(HIDDEN, LATENT)
        self.logvar = torch.nn.Linear(HIDDEN, LATENT)

    def forward(self, x, dropout):
        h = F.dropout(F.normalize(x, dim=1), dropout, dropout > 0)
        residual = 0
        for layer, norm in zip(self.layers, self.norms):
            h = norm(swish(layer(h) + residual))
            residual = residual + h
        return self.mu(h), self.logvar(h)


def parameters(module):
    return list(module.parameters())


def train(matrix, batch, steps):
    encoder, old = Encoder(matrix.shape[1]), Encoder(matrix.shape[1])
    decoder = torch.nn.Linear(LATENT, matrix.shape[1])
    for parameter in parameters(old):
        parameter.requires_grad_(False)
    adams = {name: torch.optim.Adam(parameters(module), lr=5e-4, foreach=True)
             for name, module in (("encoder", encoder), ("decoder", decoder))}
    users = np.random.RandomState(1).permutation(matrix.shape[0])
    times = {name: [] for name in adams}
    for step in range(2 * steps):
        part, dropout = ("encoder", 0.5) if step < steps else ("decoder", 0.0)
        if step == steps:
            old.load_state_dict(copy.deepcopy(encoder.state_dict()))
        begin = time.perf_counter()
        first = (step * batch) % max(1, matrix.shape[0] - batch + 1)
        x = torch.from_numpy(matrix[users[first:first + batch]].toarray())
        mu, logvar = encoder(x, dropout)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)
        with torch.no_grad():
            old_mu, old_logvar = old(x, 0.0)
        components = [log_normal(z, torch.zeros(1), torch.zeros(1)), log_normal(z, old_mu, old_logvar),
                      log_normal(z, torch.zeros(1), torch.full((1,), 10.0))]
        prior = torch.logsumexp(torch.stack([w + c for w, c in zip(WEIGHTS, components)]), 0)
        kl = (0.005 * x.sum(1) * (log_normal(z, mu, logvar) - prior).sum(1)).mean()
        nll = -(F.log_softmax(decoder(z), 1) * x).sum(1).mean()
        for adam in adams.values():
            adam.zero_grad()
        (nll + kl).backward()
        adams[part].step()
        times[part].append(time.perf_counter() - begin)
    median = {part: 1e3 * np.median(seconds[3:]) for part, seconds in times.items()}
    print("pytorch %s: step of the encoder %.1f ms, of the decoder %.1f ms, three to one %.1f ms" % (
        torch.__version__, median["encoder"], median["decoder"], (3 * median["encoder"] + median["decoder"]) / 4))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("file")
    arguments.add_argument("--batch", type=int, default=500)
    arguments.add_argument("--steps", type=int, default=20)
    a = arguments.parse_args()
    torch.manual_seed(0)
    train(sparse.load_npz(a.file).astype(np.float32).tocsr(), a.batch, a.steps)
    print("peak resident memory %.0f MB" % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3))


if __name__ == "__main__":
    main()
