"""PyTorch's process: answers requests (one JSON object a line) until its input ends. See ../versus/protocol.ts."""
import json
import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

THREADS = int(sys.argv[1])
torch.set_num_threads(THREADS)
MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def blas_in_use():
    """The file names of the BLAS that this process has loaded."""
    torch.mm(torch.ones(8, 8), torch.ones(8, 8))
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "/" in line}
    names = {f.rsplit("/", 1)[-1] for f in files}
    return sorted(n for n in names if any(word in n for word in ("blas", "mkl_rt", "blis")))


def about():
    blas = blas_in_use()
    text = f"PyTorch {torch.__version__}, {THREADS} thread(s), {', '.join(blas)}, Python {sys.version.split()[0]}"
    if not any("openblas" in name or "mkl_rt" in name for name in blas):
        return {"text": text, "refuses": "its BLAS is the reference one: apt-get install libopenblas0-pthread"}
    return {"text": text}


def data_for(shape, dtype):
    torch.manual_seed(1)
    T, B, I = shape["timeSteps"], shape["batch"], shape["inputs"]
    return torch.randn(T, B, I, dtype=dtype), torch.randint(0, I, (T * B,))


def training_step(shape, dtype):
    """The fastest way that PyTorch offers: its own module over all time steps at once."""
    H, I, T, B = shape["hidden"], shape["inputs"], shape["timeSteps"], shape["batch"]
    x, target = data_for(shape, dtype)
    layer = MODULES[shape["cell"]](I, H).to(dtype)
    head = nn.Linear(H, I).to(dtype)
    optimizer = torch.optim.SGD([*layer.parameters(), *head.parameters()], lr=1e-3)

    def run():
        optimizer.zero_grad()
        states, _ = layer(x)
        loss = F.cross_entropy(head(states).reshape(T * B, I), target, reduction="sum") / B
        loss.backward()
        optimizer.step()
        return float(loss.detach()) / T

    return run


class Elman:
    """The network written out, so that every state can be asked for its gradient."""

    def __init__(self, shape, dtype):
        self.shape = shape
        self.x, self.target = data_for(shape, dtype)
        H, I = shape["hidden"], shape["inputs"]
        made = lambda *size: (torch.randn(*size, dtype=dtype) / size[-1] ** 0.5).requires_grad_()
        self.U, self.W, self.V = made(H, I), made(H, H), made(I, H)
        self.b, self.c = (torch.zeros(n, dtype=dtype, requires_grad=True) for n in (H, I))
        self.parameters = [self.U, self.W, self.V, self.b, self.c]

    def states(self):
        s = torch.zeros(self.shape["batch"], self.shape["hidden"], dtype=self.x.dtype)
        states = []
        for at in self.x:
            s = torch.tanh(at @ self.U.T + s @ self.W.T + self.b)
            states.append(s)
        return states

    def losses(self, states):
        """Of each time step; the mean over the batch."""
        targets = self.target.reshape(len(states), -1)
        return [F.cross_entropy(s @ self.V.T + self.c, target) for s, target in zip(states, targets)]


def instrumented_step(shape, dtype):
    """A student's loop: retain_grad on each state, its gradient's norm after the backward pass."""
    network = Elman(shape, dtype)
    optimizer = torch.optim.SGD(network.parameters, lr=1e-3)

    def run():
        optimizer.zero_grad()
        states = network.states()
        for s in states:
            s.retain_grad()
        loss = sum(network.losses(states))
        loss.backward()
        torch.stack([s.grad for s in states]).norm(dim=2).mean(1).tolist()
        optimizer.step()
        return float(loss.detach()) / shape["timeSteps"]

    return run


def credit(shape, dtype):
    """One backward pass a loss, over one graph; the norms of a row at once."""
    network = Elman(shape, dtype)

    def run():
        states = network.states()
        losses = network.losses(states)
        for k, loss in enumerate(losses):
            gradients = torch.autograd.grad(loss, states[: k + 1], retain_graph=True)
            torch.stack(gradients).norm(dim=2).mean(1).tolist()
        return float(sum(losses).detach()) / shape["timeSteps"]

    return run


def gemm(_, dtype):
    square = torch.randn(512, 512, dtype=dtype)
    out = torch.empty_like(square)

    def run():
        torch.mm(square, square, out=out)

    return run


TASKS = {"step": training_step, "instrumented": instrumented_step, "credit": credit, "gemm": gemm}
job = None


def prepare(request):
    global job
    job = None
    job = TASKS[request["task"]](request["shape"], getattr(torch, request["dtype"]))
    loss = job()
    return {} if loss is None else {"loss": loss}


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def run(times):
    started = time.perf_counter()
    for _ in range(times):
        job()
    milliseconds = 1000 * (time.perf_counter() - started)
    return {"milliseconds": milliseconds, "resident": resident()}


def answer(request):
    if request["ask"] == "about":
        return about()
    return prepare(request) if request["ask"] == "prepare" else run(request["times"])


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
