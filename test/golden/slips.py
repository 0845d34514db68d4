#!/usr/bin/python3
"""Computes `slips.json`: where the misprints of note 002 differ most from the gradient, with NumPy alone, in float64.

    python3 test/golden/slips.py      # a second; needs NumPy

Nothing is propagated backward here: each derivative is a complex step, Im E(w + ih) / h, which has no difference to
cancel and is exact to rounding. The student's formulas stand here as note 002's cells of the same names have them.

How a claim is measured: an entry of ∂E/∂net_t by the largest entry of that step on either side, at the latest step that
differs; an entry of a parameter's gradient by the sum of the sizes of all steps' contributions to it. Of entries that differ
alike (a wrong sign, a wrong factor) it is the one with the largest gap.
"""

import json
import platform
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
STEP = 1e-100  # its square is nothing beside 1, so a complex step has no error of its own
TOLERANCE = 1e-9
ALIKE = 1e-8


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def array(rows):
    return np.array(rows, float)


def derivative(loss, shape):
    """∂loss/∂v at v = 0, where loss takes what is added to some quantity."""
    result = np.zeros(shape)
    for at in np.ndindex(*shape):
        nudge = np.zeros(shape, complex)
        nudge[at] = 1j * STEP
        result[at] = loss(nudge).imag / STEP
    return result


def worst_entry(yours, right, size):
    """The entry that differs most relative to its size, and by how much."""
    gap = np.abs(yours - right)
    difference = gap / size
    alike = difference >= difference.max() * (1 - ALIKE)
    return np.unravel_index(np.where(alike, gap, -1).argmax(), gap.shape), difference.max()


SLIPS = {}


def slip(cell, claim, yours, right, size, time=None, largest=0):
    at, difference = worst_entry(yours, right, size)
    assert difference > 1e-4, cell
    row, column = (*at, 0)[:2]
    SLIPS[cell] = {
        "claim": claim, "time": time, "row": int(row) + 1, "column": int(column) + 1,
        "yours": float(yours[at]), "right": float(right[at]), "difference": float(max(difference, largest)),
    }


def slip_of_net(cell, yours, right):
    """A claim of ∂E/∂net_t for each t: the entry of the latest step that differs, the largest difference of all steps."""
    size = {t: max(np.abs(yours[t]).max(), np.abs(right[t]).max()) for t in TIMES}
    differences = {t: worst_entry(yours[t], right[t], size[t])[1] for t in TIMES}
    time = max(t for t in TIMES if differences[t] > TOLERANCE)
    slip(cell, "dE_dnet", yours[time], right[time], size[time], time, max(differences.values()))


# --------------------------------------------------------------------------------------------------
# The nine nodes: no time
# --------------------------------------------------------------------------------------------------

W_a = array([[0.1, 0.2, -0.3], [0.4, -0.5, 0.6], [-0.7, 0.8, 0.9], [0.2, -0.1, 0.3]])
b_a = array([0.1, -0.2, 0.3, 0])
W_y = array([[0.5, -0.4, 0.3, 0.2], [-0.6, 0.7, -0.1, 0.4]])
b_y = array([0.2, -0.3])
sample, wanted = array([1, 0.5, -1]), array([1, 0])

a = sigmoid(W_a @ sample + b_a)
y = sigmoid(W_y @ a + b_y)
of_W_y = derivative(lambda v: ((wanted - sigmoid((W_y + v) @ a + b_y)) ** 2).sum() / 2, W_y.shape)

slip("sign-wrong", "dE_d_dW_y", np.outer(y * (1 - y) * (wanted - y), a), of_W_y, np.abs(of_W_y))


# --------------------------------------------------------------------------------------------------
# Four steps of the recurrent network, with one loss at the end and with one at every step
# --------------------------------------------------------------------------------------------------

U = array([[0.8, -0.5], [0.3, 0.9], [-0.6, 0.4]])
W = array([[0.5, -0.3, 0.2], [0.4, 0.6, -0.5], [-0.2, 0.3, 0.7]])
V = array([[1, -0.5, 0.7], [-0.8, 0.6, 0.9]])
T = 4
TIMES = range(1, T + 1)
x = dict(zip(TIMES, array([[1, 0.5], [-0.5, 1], [0.5, -1], [1, 1]])))
LAST_ONLY = {4: array([1, 0])}
EVERY_STEP = dict(zip(TIMES, array([[0, 1], [1, 0], [0, 1], [1, 0]])))


def forward(target, add={}):
    """States, outputs and the loss; `add` has what is added to ("W", t), step t's own copy, or to ("net", t)."""
    s, o, loss = {0: np.zeros(3)}, {}, 0
    for t in TIMES:
        net = U @ x[t] + (W + add.get(("W", t), 0)) @ s[t - 1] + add.get(("net", t), 0)
        s[t] = np.tanh(net)
        o[t] = sigmoid((V + add.get(("V", t), 0)) @ s[t])
        if t in target:
            loss = loss + ((target[t] - o[t]) ** 2).sum() / 2
    return s, o, loss


def by(name, shape, target):
    """The gradient by each step's own copy of a name."""
    return {t: derivative(lambda v: forward(target, {(name, t): v})[2], shape) for t in TIMES}


def sizes(contributions):
    return sum(np.abs(c) for c in contributions.values())


s, o, _ = forward(LAST_ONLY)
of_net, of_W, of_V = (by(*of, LAST_ONLY) for of in (("net", (3,)), ("W", W.shape), ("V", V.shape)))
every_net = by("net", (3,), EVERY_STEP)
slope = {t: 1 - s[t] ** 2 for t in s}


def product(order):
    """For each t the note's K[t+1]: the identity beyond T, and one factor ∂net_{t+1}/∂net_t for each step back."""
    K = {T: np.eye(3)}
    for t in range(T - 1, 0, -1):
        K[t] = order(K[t + 1], W @ np.diag(slope[t]))
    return K


right_order = product(lambda K, J: K @ J)
wrong_order = product(lambda K, J: J @ K)

slip("outer-g-wrong", "dE_dV", np.outer(o[T] - LAST_ONLY[T], s[T]), sum(of_V.values()), sizes(of_V), T)
slip_of_net("side-wrong", {t: right_order[t] @ of_net[T] for t in TIMES}, of_net)
slip_of_net("order-wrong", {t: of_net[T] @ wrong_order[t] for t in TIMES}, of_net)
slip("one-time-wrong", "dE_dW", np.outer(of_net[T], s[T - 1]), sum(of_W.values()), sizes(of_W), T)
slip_of_net("every-loss-wrong", {t: every_net[T] @ right_order[t] for t in TIMES}, every_net)

swapped = {}
later = np.zeros(3)
for t in reversed(TIMES):
    e = (o[t] - EVERY_STEP[t]) * o[t] * (1 - o[t])
    # what the formula reads of the step after is the student's own claim
    swapped[t] = later = slope[t] * (V.T @ e + W @ later)
slip_of_net("swapped-wrong", swapped, every_net)

versions = {"python": platform.python_version(), "numpy": np.__version__}
content = {"generator": "test/golden/slips.py", "versions": versions, "slips": SLIPS}
(HERE / "slips.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
