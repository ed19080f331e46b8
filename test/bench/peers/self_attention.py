"""The self-attention model of `npm run bench -- train` in PyTorch, with its loss and its optimiser.

Called with one JSON argument (the model and the batch). Prints {"torch": version}, then for every line on its standard
input, a number of seconds, trains for that long and prints {"perSecond", "perCpuSecond"}: sequences a
second, and a second of processor time.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

config = json.loads(sys.argv[1])
BATCH, LENGTH, ITEMS = config["batch"], config["length"], config["items"]
DIMENSION, HEADS, DROPOUT = config["dimension"], config["heads"], config["dropout"]
NEGATIVES = config["negatives"]  # 0: full cross-entropy
if config["threads"] > 0:  # 0: as many as PyTorch takes by itself
    torch.set_num_threads(config["threads"])
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention_norm = nn.LayerNorm(DIMENSION)
        self.qkv = nn.Linear(DIMENSION, 3 * DIMENSION)
        self.projection = nn.Linear(DIMENSION, DIMENSION)
        self.feed_norm = nn.LayerNorm(DIMENSION)
        self.inner = nn.Linear(DIMENSION, DIMENSION)
        self.outer = nn.Linear(DIMENSION, DIMENSION)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x):
        shape = (x.shape[0], x.shape[1], HEADS, DIMENSION // HEADS)
        q, k, v = (part.reshape(shape).transpose(1, 2) for part in self.qkv(self.attention_norm(x)).chunk(3, dim=-1))
        pooled = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.dropout(self.projection(pooled.transpose(1, 2).reshape(x.shape)))
        return x + self.dropout(self.outer(F.relu(self.inner(self.feed_norm(x)))))


class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.items = nn.Embedding(ITEMS, DIMENSION)
        self.places = nn.Embedding(LENGTH, DIMENSION)
        nn.init.normal_(self.items.weight, std=0.02)
        nn.init.normal_(self.places.weight, std=0.02)
        self.dropout = nn.Dropout(DROPOUT)
        self.blocks = nn.ModuleList(Block() for _ in range(config["blocks"]))
        self.norm = nn.LayerNorm(DIMENSION)

    def forward(self, inputs):
        x = self.dropout(self.items(inputs) * DIMENSION**0.5 + self.places.weight)
        for block in self.blocks:
            x = block(x)
        return self.norm(x).reshape(-1, DIMENSION)


def loss_of(model, inputs, targets):
    states, targets = model(inputs), targets.reshape(-1)
    if NEGATIVES == 0:
        return F.cross_entropy(states @ model.items.weight.T, targets)
    wrong = torch.randint(ITEMS, (NEGATIVES,), device=DEVICE)
    right = (states * model.items(targets)).sum(1, keepdim=True)
    others = states @ model.items(wrong).T
    others = others.masked_fill(targets[:, None] == wrong, -1e9)
    return F.cross_entropy(torch.cat([right, others], 1), torch.zeros_like(targets))


torch.manual_seed(1)
model = SelfAttention().to(DEVICE)
optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98))


def train(seconds):
    steps, start, cpu_start = 0, time.perf_counter(), time.process_time()
    while steps == 0 or time.perf_counter() - start < seconds:
        rows = torch.randint(ITEMS, (BATCH, LENGTH + 1), device=DEVICE)
        optimiser.zero_grad()
        loss = loss_of(model, rows[:, :-1], rows[:, 1:])
        loss.backward()
        optimiser.step()
        steps += 1
        if DEVICE == "cuda":
            torch.cuda.synchronize()
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    return {"perSecond": steps * BATCH / elapsed, "perCpuSecond": steps * BATCH / cpu}


print(json.dumps({"torch": torch.__version__, "device": DEVICE}), flush=True)
for line in sys.stdin:
    print(json.dumps(train(float(line))), flush=True)
