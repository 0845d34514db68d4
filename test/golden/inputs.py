#!/usr/bin/python3
"""Computes `inputs.json`: the gradient by what is given, ∂E/∂x and ∂E/∂target, with PyTorch's autograd in float64.

    /usr/bin/python3 test/golden/inputs.py      # a second; needs what generate.py needs

Each case is one of generate.py's, run once more with leaves for inputs. Central differences by every given number must agree.
"""

import zlib

import numpy as np
import torch

from generate import (
    BOTH_WAYS, GATED, ONCE, SIZES, UNTIMED, Unrolled, bidirectional, case, concatenation, draw, elementwise, elman,
    feedForward, grad_of, gru, lstm, manyToOne, network, series, squared_error, tanh, write,
)


@network("""e[t] = x[t]
            d[t] = 2 * x[t-1] - x[t+1]
            k = 0.5 * 3
            s[t] = tanh(k * U e[t] + W (s[t-1] .* d[t]) + b)
            g[t] = 1 - target[t] .^ 2
            y[t] = V s[t] + c
            E[t] = squaredError(g[t], y[t])""", U="s x", W="s s", b="s", V="y s", c="y",
         widths={"e": "x", "d": "x", "g": "y"})
def copies(n):
    """What is named and made of given data alone: a copy, a difference with neighbours, a target's function."""
    for t in n.times:
        n["e", t] = 1 * n["x", t]
        n["d", t] = 2 * n["x", t - 1] - n["x", t + 1]
        n["s", t] = tanh(1.5 * n["U", t] @ n["e", t] + n["W", t] @ (n["s", t - 1] * n["d", t]) + n["b", t])
        n["g", t] = 1 - n["target", t] ** 2
        n["y", t] = n["V", t] @ n["s", t] + n["c", t]
        n["E", t] = squared_error(n["g", t], n["y", t])


def input_case(name, net, sizes, T, B=None, data=None, reduction="sum"):
    """A case of generate.py with the gradient by each input, and checks that it agrees with central differences."""
    data = data or {"x": "values", "target": "classes"}
    record = case(name, net, sizes, T, B, data=data, reduction=reduction)
    rng = np.random.default_rng(zlib.crc32(name.encode()))  # as `case` draws them
    width = {"target": sizes["y"], **sizes}
    columns = {key: draw(rng, kind, width[key], T, B)[1] for key, kind in data.items()}
    leaves = {key: torch.tensor(np.array(p, float).reshape(net.shape(key, sizes) if np.ndim(p) > 1 else (-1, 1)))
              for key, p in record["parameters"].items()}

    def unrolled(given, track):
        with torch.set_grad_enabled(track):
            return Unrolled(net, sizes, T, B or 1, given, leaves, {})

    def loss_of(given):
        return unrolled(given, False).loss(reduction).item()

    given = {key: {t: x.clone().requires_grad_() for t, x in steps.items()} for key, steps in columns.items()}
    run = unrolled(given, True)
    loss = run.loss(reduction)
    loss.backward()
    assert loss.item() == record["expected"]["loss"], name
    for key, steps in given.items():
        for t, x in steps.items():
            check(name, lambda moved: loss_of({**columns, key: {**columns[key], t: moved}}), x)
    record["expected"]["inputAdjoints"] = {
        key: series({t: grad_of(x) for t, x in steps.items()}, T, B) for key, steps in given.items()}
    for key in record["expected"]["adjoints"]:  # of what is made of inputs alone, too
        times = [t for t in run.times if (key, t) in run.values]
        record["expected"]["adjoints"][key] = series({t: grad_of(run.values[key, t]) for t in times}, T, B)
    return record


def check(name, loss, x, h=1e-5):
    """Every entry's central difference."""
    for index in np.ndindex(*x.shape):
        step = torch.zeros_like(x)
        step[index] = h
        found = (loss(x.detach() + step) - loss(x.detach() - step)) / (2 * h)
        assert abs(found - grad_of(x)[index].item()) <= 1e-7 * max(1, abs(found)), (name, index)


def input_cases():
    """Values, class indices and distributions; one sequence and batches; targets of every loss."""
    numbers = {"x": "values", "target": "values"}
    return [
        input_case("elman, T=5", elman, SIZES, 5),
        input_case("elman, T=5, x is class indices", elman, SIZES, 5, data={"x": "classes", "target": "classes"}),
        input_case("elman, T=5, a batch of three, mean over time", elman, SIZES, 5, B=3, reduction="mean",
                   data={"x": "values", "target": "distributions"}),
        input_case("lstm, T=5", lstm, GATED, 5),
        input_case("gru, T=5, a batch of two", gru, GATED, 5, B=2),
        input_case("bidirectional, T=5", bidirectional, BOTH_WAYS, 5),
        input_case("manyToOne, T=6", manyToOne, SIZES, 6, data=ONCE),
        input_case("manyToOne, T=4, a batch of three", manyToOne, SIZES, 4, B=3, data=ONCE),
        input_case("feedForward", feedForward, {"x": 3, "a": 4, "y": 3}, 1, data=UNTIMED),
        input_case("sigmoid output, binary cross-entropy", concatenation, {"x": 3, "s": 4, "y": 2}, 4,
                   data={"x": "values", "target": "bits"}),
        input_case("squared error, elementwise", elementwise, {"x": 3, "s": 4, "y": 2}, 5, data=numbers),
        input_case("copies", copies, {"x": 3, "s": 3, "y": 2}, 5, data=numbers),
        input_case("copies, a batch of two", copies, {"x": 3, "s": 3, "y": 2}, 4, B=2, data=numbers),
    ]


if __name__ == "__main__":
    write("inputs", generator="test/golden/inputs.py", cases=input_cases())
