#!/usr/bin/env python3
"""Mult-VAE in PyTorch on the CPU, as its users write it: dense batches from a scipy CSR matrix. Prints the median time of a
training step and its parts, or how many users are evaluated a second.

usage: pytorch_peer.py train TRAIN.npz [--steps 20] [--batch 500]
       pytorch_peer.py evaluate FOLD_IN.npz HELD_OUT.npz [--batch 500]

Needs torch, numpy and scipy. Page faults of freed and allocated arrays cost it half of its time on some machines: measure it with
MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_ARENA_MAX=1 in its environment.
"""
import argparse
import resource
import time

import numpy as np
import torch
import torch.nn.functional as F
from scipy import sparse

HIDDEN, LATENT = 600, 200


class MultVAE(torch.nn.Module):
    def __init__(self, items):
        super().__init__()
        self.encoder = torch.nn.Linear(items, HIDDEN)
        self.posterior = torch.nn.Linear(HIDDEN, 2 * LATENT)
        self.decoder = torch.nn.Linear(LATENT, HIDDEN)
        self.logits = torch.nn.Linear(HIDDEN, items)
        for layer in (self.encoder, self.posterior, self.decoder, self.logits):
            torch.nn.init.xavier_uniform_(layer.weight)
            torch.nn.init.trunc_normal_(layer.bias, std=0.001)

    def forward(self, x):
        hidden = torch.tanh(self.encoder(F.dropout(F.normalize(x, dim=1), 0.5, self.training)))
        mu, logvar = self.posterior(hidden).split(LATENT, dim=1)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar) if self.training else mu
        return self.logits(torch.tanh(self.decoder(z))), mu, logvar


def read(path):
    return sparse.load_npz(path).astype(np.float32).tocsr()


def train(matrix, batch, steps):
    model = MultVAE(matrix.shape[1]).train()
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=True)
    users = np.random.RandomState(1).permutation(matrix.shape[0])
    times = []
    for step in range(steps):
        t = [time.perf_counter()]
        first = (step * batch) % max(1, matrix.shape[0] - batch + 1)
        x = torch.from_numpy(matrix[users[first:first + batch]].toarray())
        t.append(time.perf_counter())
        logits, mu, logvar = model(x)
        nll = -(F.log_softmax(logits, 1) * x).sum(1).mean()
        kl = 0.5 * (logvar.exp() + mu ** 2 - logvar - 1).sum(1).mean()
        loss = nll + 0.1 * kl
        t.append(time.perf_counter())
        adam.zero_grad()
        loss.backward()
        t.append(time.perf_counter())
        adam.step()
        t.append(time.perf_counter())
        times.append(np.diff(t))
    parts = 1e3 * np.median(np.array(times)[3:], 0)
    whole = 1e3 * np.median(np.array(times)[3:].sum(1))
    print("pytorch %s: step %.1f ms (batch %.1f, forward %.1f, backward %.1f, adam %.1f)" % (torch.__version__, whole, *parts))


def evaluate(fold_in, held_out, batch):
    model = MultVAE(fold_in.shape[1]).eval()
    discount = 1 / np.log2(np.arange(2, 102))
    ideal = np.concatenate([[1e-9], np.cumsum(discount)])
    start = time.perf_counter()
    for first in range(0, fold_in.shape[0], batch):
        known, truth = fold_in[first:first + batch], held_out[first:first + batch].toarray()
        with torch.no_grad():
            scores = model(torch.from_numpy(known.toarray()))[0].numpy()
        scores[known.nonzero()] = -np.inf
        rows = np.arange(len(scores))[:, None]
        top = np.argpartition(-scores, 100, axis=1)[:, :100]
        top = top[rows, np.argsort(-scores[rows, top], axis=1)]
        hits, held = truth[rows, top], truth.sum(1).astype(int)
        recalls = [hits[:, :k].sum(1) / np.maximum(1, np.minimum(k, held)) for k in (20, 50)]
        ndcg = (hits * discount).sum(1) / ideal[np.minimum(held, 100)]
        assert all(len(metric) == len(scores) for metric in [*recalls, ndcg])
    seconds = time.perf_counter() - start
    print("pytorch %s: %.0f users per second" % (torch.__version__, fold_in.shape[0] / seconds))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("what", choices=["train", "evaluate"])
    arguments.add_argument("files", nargs="+")
    arguments.add_argument("--batch", type=int, default=500)
    arguments.add_argument("--steps", type=int, default=20)
    a = arguments.parse_args()
    torch.manual_seed(0)
    if a.what == "train":
        train(read(a.files[0]), a.batch, a.steps)
    else:
        evaluate(read(a.files[0]), read(a.files[1]), a.batch)
    print("peak resident memory %.0f MB" % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3))


if __name__ == "__main__":
    main()
