#!/usr/bin/python3
"""Computes `field.json`: networks of public questions, course work and papers, as their authors wrote them.

    /usr/bin/python3 test/golden/field.py

See `generate.py` for how a network is written; what was printed with a network is asserted here.
"""

import math

import numpy as np
import torch

from generate import (GATED, SIZES, case, close, concat, cross_entropy, elman, exp, network, relu, sigmoid, softmax,
                      squared_error, tanh, total, write)


@network("""z[t] = W_xh x[t] + W_hh h[t-1] + h_bias
            h[t] = sigmoid(z[t])
            y[t] = W_hy h[t] + y_bias
            E[t] = 0.5*(target[t]-y[t])^2""", widths={"z": "h"}, W_xh="h x", W_hh="h h", h_bias="h", W_hy="y h", y_bias="y")
def logisticUnit(n):
    for t in n.times:
        n["z", t] = n["W_xh", t] @ n["x", t] + n["W_hh", t] @ n["h", t - 1] + n["h_bias", t]
        n["h", t] = sigmoid(n["z", t])
        n["y", t] = n["W_hy", t] @ n["h", t] + n["y_bias", t]
        n["E", t] = 0.5 * (n["target", t] - n["y", t]) ** 2


@network("""h[t] = sigmoid(Wxh x[t] + Whh h[t-1] + bh)
            y[T] = Why h[T]
            E[T] = halfSquaredError(target[T], y[T])""", Wxh="h x", Whh="h h", bh="h", Why="y h")
def lastOutput(n):
    T = n.steps
    for t in n.times:
        n["h", t] = sigmoid(n["Wxh", t] @ n["x", t] + n["Whh", t] @ n["h", t - 1] + n["bh", t])
    n["y", T] = n["Why", T] @ n["h", T]
    n["E", T] = 0.5 * squared_error(n["target", T], n["y", T])


@network("""f[t] = sigmoid(Wf concat(a[t-1], x[t]) + bf)
            i[t] = sigmoid(Wi concat(a[t-1], x[t]) + bi)
            g[t] = tanh(Wc concat(a[t-1], x[t]) + bc)
            o[t] = sigmoid(Wo concat(a[t-1], x[t]) + bo)
            c[t] = f[t] .* c[t-1] + i[t] .* g[t]
            a[t] = o[t] .* tanh(c[t])
            E[t] = sum(da[t] .* a[t]) + sum(dc[t] .* c[t])""", widths={"c": "a"},
         Wf="a 7", bf="a", Wi="a 7", bi="a", Wc="a 7", bc="a", Wo="a 7", bo="a")
def cellWithUpstream(n):
    for t in n.times:
        both = concat(n["a", t - 1], n["x", t])
        n["f", t] = sigmoid(n["Wf", t] @ both + n["bf", t])
        n["i", t] = sigmoid(n["Wi", t] @ both + n["bi", t])
        n["g", t] = tanh(n["Wc", t] @ both + n["bc", t])
        n["o", t] = sigmoid(n["Wo", t] @ both + n["bo", t])
        n["c", t] = n["f", t] * n["c", t - 1] + n["i", t] * n["g", t]
        n["a", t] = n["o", t] * tanh(n["c", t])
        n["E", t] = total(n["da", t] * n["a", t]) + total(n["dc", t] * n["c", t])


@network("""S[t] = S[t-1]*wRec + X[t]*wx
            E[T] = squaredError(target[T], S[T])""", wRec="S S", wx="S X")
def counter(n):
    for t in n.times:
        n["S", t] = n["S", t - 1] * n["wRec", t] + n["X", t] * n["wx", t]
    n["E", n.steps] = squared_error(n["target", n.steps], n["S", n.steps])


@network("""r[t] = sigmoid(W_ir x[t] + b_ir + W_hr h[t-1] + b_hr)
            z[t] = sigmoid(W_iz x[t] + b_iz + W_hz h[t-1] + b_hz)
            n[t] = tanh(W_in x[t] + b_in + r[t] .* (W_hn h[t-1] + b_hn))
            h[t] = (1 - z[t]) .* n[t] + z[t] .* h[t-1]
            E[t] = squaredError(target[t], h[t])""",
         W_ir="h x", b_ir="h", W_hr="h h", b_hr="h", W_iz="h x", b_iz="h", W_hz="h h", b_hz="h",
         W_in="h x", b_in="h", W_hn="h h", b_hn="h")
def gruResetAfter(n):
    for t in n.times:
        x, before = n["x", t], n["h", t - 1]
        n["r", t] = sigmoid(n["W_ir", t] @ x + n["b_ir", t] + n["W_hr", t] @ before + n["b_hr", t])
        n["z", t] = sigmoid(n["W_iz", t] @ x + n["b_iz", t] + n["W_hz", t] @ before + n["b_hz", t])
        n["n", t] = tanh(n["W_in", t] @ x + n["b_in", t] + n["r", t] * (n["W_hn", t] @ before + n["b_hn", t]))
        n["h", t] = (1 - n["z", t]) * n["n", t] + n["z", t] * before
        n["E", t] = squared_error(n["target", t], n["h", t])


@network("""r[t] = sigmoid(W_r x[t] + U_r h[t-1])
            z[t] = sigmoid(W_z x[t] + U_z h[t-1])
            n[t] = tanh(W_n x[t] + U_n (r[t] .* h[t-1]))
            h[t] = (1 - z[t]) .* n[t] + z[t] .* h[t-1]
            E[t] = squaredError(target[t], h[t])""", W_r="h x", U_r="h h", W_z="h x", U_z="h h", W_n="h x", U_n="h h")
def gruResetBefore(n):
    for t in n.times:
        x, before = n["x", t], n["h", t - 1]
        n["r", t] = sigmoid(n["W_r", t] @ x + n["U_r", t] @ before)
        n["z", t] = sigmoid(n["W_z", t] @ x + n["U_z", t] @ before)
        n["n", t] = tanh(n["W_n", t] @ x + n["U_n", t] @ (n["r", t] * before))
        n["h", t] = (1 - n["z", t]) * n["n", t] + n["z", t] * before
        n["E", t] = squared_error(n["target", t], n["h", t])


@network("""i[t] = sigmoid(W_i x[t] + U_i h[t-1] + p_i .* c[t-1] + b_i)
            f[t] = sigmoid(W_f x[t] + U_f h[t-1] + p_f .* c[t-1] + b_f)
            g[t] = tanh(W_g x[t] + U_g h[t-1] + b_g)
            c[t] = f[t] .* c[t-1] + i[t] .* g[t]
            o[t] = sigmoid(W_o x[t] + U_o h[t-1] + p_o .* c[t] + b_o)
            h[t] = o[t] .* tanh(c[t])
            y[t] = softmax(V h[t] + d)
            E[t] = crossEntropy(target[t], y[t])""", widths={"c": "h"},
         W_i="h x", U_i="h h", p_i="h", b_i="h", W_f="h x", U_f="h h", p_f="h", b_f="h", W_g="h x", U_g="h h", b_g="h",
         W_o="h x", U_o="h h", p_o="h", b_o="h", V="y h", d="y")
def peephole(n):
    for t in n.times:
        x, h, c = n["x", t], n["h", t - 1], n["c", t - 1]
        n["i", t] = sigmoid(n["W_i", t] @ x + n["U_i", t] @ h + n["p_i", t] * c + n["b_i", t])
        n["f", t] = sigmoid(n["W_f", t] @ x + n["U_f", t] @ h + n["p_f", t] * c + n["b_f", t])
        n["g", t] = tanh(n["W_g", t] @ x + n["U_g", t] @ h + n["b_g", t])
        n["c", t] = n["f", t] * c + n["i", t] * n["g", t]
        n["o", t] = sigmoid(n["W_o", t] @ x + n["U_o", t] @ h + n["p_o", t] * n["c", t] + n["b_o", t])
        n["h", t] = n["o", t] * tanh(n["c", t])
        n["y", t] = softmax(n["V", t] @ n["h", t] + n["d", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = tanh(m .* (U x[t]) .* (W s[t-1]) + k .* (U x[t]) + l .* (W s[t-1]) + b)
            y[t] = softmax(V s[t] + c)
            E[t] = crossEntropy(target[t], y[t])""", U="s x", W="s s", m="s", k="s", l="s", b="s", V="y s", c="y")
def multiplicativeIntegration(n):
    for t in n.times:
        above, before = n["U", t] @ n["x", t], n["W", t] @ n["s", t - 1]
        n["s", t] = tanh(n["m", t] * above * before + n["k", t] * above + n["l", t] * before + n["b", t])
        n["y", t] = softmax(n["V", t] @ n["s", t] + n["c", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = relu(U x[t] + w .* s[t-1] + b)
            y[t] = softmax(V s[t] + c)
            E[t] = crossEntropy(target[t], y[t])""", U="s x", w="s", b="s", V="y s", c="y")
def indRnn(n):
    for t in n.times:
        n["s", t] = relu(n["U", t] @ n["x", t] + n["w", t] * n["s", t - 1] + n["b", t])
        n["y", t] = softmax(n["V", t] @ n["s", t] + n["c", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = s[t-1] + 0.1 * tanh((W - W') s[t-1] - 0.01 * s[t-1] + U x[t] + b)
            y[t] = softmax(V s[t] + c)
            E[t] = crossEntropy(target[t], y[t])""", U="s x", W="s s", b="s", V="y s", c="y")
def antisymmetric(n):
    for t in n.times:
        s, W = n["s", t - 1], n["W", t]
        n["s", t] = s + 0.1 * tanh((W - W.T) @ s - 0.01 * s + n["U", t] @ n["x", t] + n["b", t])
        n["y", t] = softmax(n["V", t] @ n["s", t] + n["c", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = tanh(U x[t] + W s[t-1] + P s[t-2] + b)
            y[t] = softmax(V s[t] + c)
            E[t] = crossEntropy(target[t], y[t])""", U="s x", W="s s", P="s s", b="s", V="y s", c="y")
def lagTwo(n):
    for t in n.times:
        n["s", t] = tanh(n["U", t] @ n["x", t] + n["W", t] @ n["s", t - 1] + n["P", t] @ n["s", t - 2] + n["b", t])
        n["y", t] = softmax(n["V", t] @ n["s", t] + n["c", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = tanh(U x[t] + W y[t-1] + b)
            y[t] = softmax(V s[t] + c)
            E[t] = crossEntropy(target[t], y[t])""", U="s x", W="s y", b="s", V="y s", c="y")
def jordan(n):
    for t in n.times:
        n["s", t] = tanh(n["U", t] @ n["x", t] + n["W", t] @ n["y", t - 1] + n["b", t])
        n["y", t] = softmax(n["V", t] @ n["s", t] + n["c", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = tanh(U target[t-1] + W s[t-1] + b)
            y[t] = softmax(V s[t] + c)
            E[t] = crossEntropy(target[t], y[t])""", U="s y", W="s s", b="s", V="y s", c="y")
def teacherForcing(n):
    for t in n.times:
        n["s", t] = tanh(n["U", t] @ n["target", t - 1] + n["W", t] @ n["s", t - 1] + n["b", t])
        n["y", t] = softmax(n["V", t] @ n["s", t] + n["c", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = tanh(C x[t] + W s[t-1] + b)
            y[t] = softmax(C' s[t] + c)
            E[t] = crossEntropy(target[t], y[t])""", C="s x", W="s s", b="s", c="y")
def tiedEmbedding(n):
    for t in n.times:
        n["s", t] = tanh(n["C", t] @ n["x", t] + n["W", t] @ n["s", t - 1] + n["b", t])
        n["y", t] = softmax(n["C", t].T @ n["s", t] + n["c", t])
        n["E", t] = cross_entropy(n["target", t], n["y", t])


@network("""s[t] = tanh(U x[t] + W s[t-1] + b)
            a[t] = exp(v' s[t])
            m[t] = m[t-1] + a[t] * s[t]
            q[t] = q[t-1] + a[t]
            y[T] = softmax(V (m[T] / q[T]) + c)
            E[T] = crossEntropy(target[T], y[T])""", widths={"m": "s"}, U="s x", W="s s", b="s", v="s", V="y s", c="y")
def runningAttention(n):
    T = n.steps
    for t in n.times:
        n["s", t] = tanh(n["U", t] @ n["x", t] + n["W", t] @ n["s", t - 1] + n["b", t])
        n["a", t] = exp(n["v", t].T @ n["s", t])
        n["m", t] = n["m", t - 1] + n["a", t] * n["s", t]
        n["q", t] = n["q", t - 1] + n["a", t]
    n["y", T] = softmax(n["V", T] @ (n["m", T] / n["q", T]) + n["c", T])
    n["E", T] = cross_entropy(n["target", T], n["y", T])


def quiz(name, W_hh, x, target, W_xh, W_hy, h_bias):
    return case(name, logisticUnit, {"x": 1, "h": 1, "y": 1}, 3,
                parameters={"W_xh": [[W_xh]], "W_hh": [[W_hh]], "W_hy": [[W_hy]], "h_bias": [h_bias], "y_bias": [0.0]},
                data={"x": [[v] for v in x], "target": [[v] for v in target]})


def quiz_cases():
    """A well-known quiz; y at its second time step, and the gradients by z, as printed."""
    found = []
    for W_hh, printed in [(-0.1, -0.6008075567320005), (-1.0, -0.49940485619669833)]:
        one = quiz(f"one logistic unit, W_hh={W_hh}", W_hh, [9, 4, -2], [0, 0, 0], 0.5, -0.7, -0.1)
        close(one["expected"]["values"]["y"][1][0], printed, 15)
        found.append(one)
    back = quiz("one logistic unit, backward", 0.5, [18, 9, -8], [0.1, -0.1, -0.2], -0.1, 0.25, 0.4)
    for t, printed in enumerate([-0.00089965, 0.01393418, 0.01588593]):
        close(back["expected"]["adjoints"]["z"][t][0], printed, 8)
    return [*found, back]


def last_output_case():
    """Output and loss at the last of three steps, as printed."""
    one = case("one unit, output at T", lastOutput, {"x": 1, "h": 1, "y": 1}, 3,
               parameters={"Wxh": [[0.6]], "Whh": [[0.4]], "bh": [0.0], "Why": [[0.5]]},
               data={"x": [[1], [2], [3]], "target": [4]})
    e = one["expected"]
    close(e["values"]["y"]["values"][0][0], 0.44663119154881936, 15)
    for key, printed in {"Wxh": -0.5298913065966506, "Whh": -0.1441250570210408, "Why": -3.1740906898619183}.items():
        close(e["gradients"][key][0][0], printed, 14)
    return one


def counter_case():
    """Twenty sequences of ten bits, counted; against the gradient of a loop in numpy."""
    rng = np.random.RandomState(1)
    X = np.around(rng.rand(20, 10))
    target, wRec, wx = X.sum(1), 1.2, 1.2
    one = case("linear counter", counter, {"X": 1, "S": 1}, 10, B=20, parameters={"wRec": [[wRec]], "wx": [[wx]]},
               data={"X": X[:, :, None].tolist(), "target": target[:, None].tolist()})
    S = np.zeros((20, 11))
    for t in range(10):
        S[:, t + 1] = S[:, t] * wRec + X[:, t] * wx
    back, dRec, dx = 2 * (S[:, -1] - target) / 20, 0.0, 0.0
    for t in reversed(range(10)):
        dRec, dx, back = dRec + (back * S[:, t]).sum(), dx + (back * X[:, t]).sum(), back * wRec
    found = one["expected"]["gradients"]
    assert math.isclose(found["wRec"][0][0], dRec, rel_tol=1e-12) and math.isclose(found["wx"][0][0], dx, rel_tol=1e-12)
    return one


def gru_case():
    """The reset gate behind the product: PyTorch's own cell."""
    one = case("gru, reset after the product", gruResetAfter, {"x": 3, "h": 4, "target": 4}, 5,
               data={"x": "values", "target": "values"})
    p = {key: torch.tensor(value) for key, value in one["parameters"].items()}
    cell = torch.nn.GRUCell(3, 4)
    with torch.no_grad():
        cell.weight_ih.copy_(torch.cat([p["W_ir"], p["W_iz"], p["W_in"]]))
        cell.weight_hh.copy_(torch.cat([p["W_hr"], p["W_hz"], p["W_hn"]]))
        cell.bias_ih.copy_(torch.cat([p["b_ir"], p["b_iz"], p["b_in"]]))
        cell.bias_hh.copy_(torch.cat([p["b_hr"], p["b_hz"], p["b_hn"]]))
        h = torch.zeros(1, 4)
        for x, expected in zip(one["batch"]["x"], one["expected"]["values"]["h"]):
            h = cell(torch.tensor([x]), h)
            assert np.allclose(h[0].numpy(), expected, rtol=0, atol=1e-15)
    return one


def field_cases():
    upstream = {"x": "values", "da": "values", "dc": "values"}
    two = {"x": "values", "target": "values"}
    once = {"x": "values", "target": "classes once"}
    return [
        *quiz_cases(), last_output_case(),
        case("lstm cell with upstream gradients", cellWithUpstream, {"x": 3, "a": 4, "da": 4, "dc": 4}, 4, B=2,
             data=upstream),
        counter_case(), gru_case(),
        case("gru, reset before the product", gruResetBefore, {"x": 3, "h": 4, "target": 4}, 5, data=two),
        case("peephole lstm", peephole, GATED, 5),
        case("multiplicative integration", multiplicativeIntegration, SIZES, 5),
        case("IndRNN", indRnn, SIZES, 5),
        case("antisymmetric", antisymmetric, SIZES, 5),
        case("lag two", lagTwo, SIZES, 5),
        case("Jordan", jordan, SIZES, 5),
        case("teacher forcing", teacherForcing, {"s": 4, "y": 3}, 5, data={"target": "onehot"}),
        case("tied embedding", tiedEmbedding, SIZES, 5),
        case("learned initial state", elman, SIZES, 5, learned=["s"]),
        case("attention by running sums", runningAttention, {"x": 3, "s": 4, "a": 1, "q": 1, "y": 3}, 5, data=once),
    ]


if __name__ == "__main__":
    write("field", cases=field_cases())
