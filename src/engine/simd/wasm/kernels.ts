/**
 * A machine for numeric programs: a tape of instructions in memory, each an opcode and its arguments as 32-bit words
 * (addresses in bytes). One call runs a whole forward or backward pass.
 */
import { combine, pullBinary } from "./binary";
import { map, pull } from "./functions";
import { gemm } from "./gemm";
import { bytes } from "./lanes";
import { pack, transpose } from "./layout";
import { loss, pullLoss, pullReduce, reduce } from "./losses";
import { norms, productNorms, sumNorms } from "./norms";
import { Code, NumberList } from "./opcodes";
import { pullProduct, sumOfProducts } from "./products";
import { addRows, copyRows } from "./rows";
import { pullSoftmax, softmax } from "./softmax";
import { stepNorms, stepProducts } from "./stepProducts";
import { refuse } from "./unknown";

export { norm } from "./norms";
export { unknownList, unknownNumber } from "./unknown";
export { clamp, scale, update } from "./updates";

// @ts-ignore: decorator
@inline function word(tape: usize, i: i32): i32 {
  return load<i32>(tape + (<usize>i << 2));
}

/** @param room for the packed rows of a product */
export function run(tape: usize, room: usize): void {
  for (;;) {
    const t = tape;
    switch (word(t, 0)) {
      case Code.zero:
        memory.fill(word(t, 1), 0, bytes(word(t, 2)));
        tape += 12;
        break;
      case Code.gemm:
        gemm(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10), word(t, 11) != 0, room);
        tape += 48;
        break;
      case Code.transpose:
        transpose(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.map:
        map(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.pull:
        pull(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7) != 0);
        tape += 32;
        break;
      case Code.combine:
        combine(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10), word(t, 11) != 0);
        tape += 48;
        break;
      case Code.pullBinary:
        pullBinary(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10), word(t, 11), word(t, 12), word(t, 13), word(t, 14), word(t, 15) != 0);
        tape += 64;
        break;
      case Code.softmax:
        softmax(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.pullSoftmax:
        pullSoftmax(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5));
        tape += 24;
        break;
      case Code.loss:
        loss(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7));
        tape += 32;
        break;
      case Code.pullLoss:
        pullLoss(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), word(t, 9), word(t, 10) != 0);
        tape += 44;
        break;
      case Code.reduce:
        reduce(word(t, 1), word(t, 2), word(t, 3), word(t, 4) != 0, word(t, 5));
        tape += 24;
        break;
      case Code.pullReduce:
        pullReduce(word(t, 1), word(t, 2), word(t, 3), word(t, 4) != 0, word(t, 5));
        tape += 24;
        break;
      case Code.copyRows:
        copyRows(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6));
        tape += 28;
        break;
      case Code.addRows:
        addRows(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6));
        tape += 28;
        break;
      case Code.pack:
        pack(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6));
        tape += 28;
        break;
      case Code.norms:
        norms(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.productNorms:
        productNorms(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8), room);
        tape += 36;
        break;
      case Code.sumNorms:
        sumNorms(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6));
        tape += 28;
        break;
      case Code.stepProducts:
        stepProducts(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7), word(t, 8) != 0, word(t, 9), word(t, 10), word(t, 11), room);
        tape += 48;
        break;
      case Code.stepNorms:
        stepNorms(word(t, 1), word(t, 2), word(t, 3), word(t, 4));
        tape += 20;
        break;
      case Code.gates: {
        const count = word(t, 1);
        for (let g = 0; g < count; g++) {
          const p = t + <usize>(g << 4);
          gemm(word(t, 2), word(t, 3), word(t, 4), word(p, 9), word(t, 5), word(t, 6), word(p, 10), word(t, 7), word(p, 11), word(t, 8), word(p, 12) != 0, room);
        }
        tape += 36 + <usize>(count << 4);
        break;
      }
      case Code.sumOfProducts:
        sumOfProducts(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6), word(t, 7) != 0);
        tape += 32;
        break;
      case Code.pullProduct:
        pullProduct(word(t, 1), word(t, 2), word(t, 3), word(t, 4), word(t, 5), word(t, 6) != 0, word(t, 7), word(t, 8) != 0);
        tape += 36;
        break;
      case Code.end:
        return;
      default:
        refuse(NumberList.instruction, word(t, 0));
    }
  }
}
