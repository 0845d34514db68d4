/**
 * Declarations of a cell's top level become assignments to variables of the whole session: cells share them, and a cell
 * can be run again.
 */
import type { ClassDeclaration, FunctionDeclaration, Program, VariableDeclaration } from "acorn";
import { base, recursive } from "acorn-walk";
import { declaredNames } from "./boundNames.js";
import type { CellEdit } from "./cellEdit.js";

/** `const a = 1, { b } = o` → `;(a = 1), ({ b } = o);`. A name without a value becomes undefined. */
export function rewriteVariables(edit: CellEdit, declaration: VariableDeclaration): void {
  if (!edit.share(declaredNames(declaration))) return;
  const { text } = edit;
  text.overwrite(declaration.start, declaration.start + declaration.kind.length, ";");
  bracketDeclarators(edit, declaration);
  text.appendLeft(declaration.end, ";");
}

/** In brackets, a pattern is an assignment's and a function without a name takes the variable's. */
function bracketDeclarators({ text }: CellEdit, declaration: VariableDeclaration): void {
  for (const { start, end, init } of declaration.declarations) {
    text.appendRight(start, "(");
    text.appendLeft(end, init ? ")" : " = void 0)");
  }
}

/** `class A {}` → `;(A = class A {});` */
export function rewriteClass(edit: CellEdit, declaration: ClassDeclaration): void {
  if (!edit.share([declaration.id.name])) return;
  edit.text.appendRight(declaration.start, `;(${declaration.id.name} = `);
  edit.text.appendLeft(declaration.end, ");");
}

/**
 * `function f() {}` → `f = function () {};`, moved to the head, as functions can be called before their line. Without
 * a name of its own, it and all others see the `f` that a later cell defines anew.
 */
export function rewriteFunction(edit: CellEdit, { id, start, end, generator }: FunctionDeclaration): void {
  if (!edit.share([id.name])) return;
  const { text } = edit;
  text.appendRight(start, `${id.name} = `);
  text.overwrite(id.start, id.end, generator ? " " : "");
  text.appendLeft(end, ";");
  // The first statement stands at the head already.
  if (start > 0) text.move(start, end, 0);
}

/** A `var` inside of a block or loop belongs to the cell, hence to the session. */
export function rewriteNestedVars(edit: CellEdit, program: Program): void {
  const nested = (node: VariableDeclaration) => node.kind === "var" && !program.body.includes(node);
  recursive(program, undefined, {
    // What a function declares is its own.
    Function() {},
    StaticBlock() {},
    ForStatement(node, state, visit) {
      if (node.init?.type === "VariableDeclaration" && nested(node.init)) rewriteForInit(edit, node.init);
      base.ForStatement?.(node, state, visit);
    },
    ForInStatement(node, state, visit) {
      if (node.left.type === "VariableDeclaration" && nested(node.left)) rewriteForTarget(edit, node.left);
      base.ForInStatement?.(node, state, visit);
    },
    ForOfStatement(node, state, visit) {
      if (node.left.type === "VariableDeclaration" && nested(node.left)) rewriteForTarget(edit, node.left);
      base.ForOfStatement?.(node, state, visit);
    },
    VariableDeclaration(node, state, visit) {
      if (nested(node)) rewriteNestedVar(edit, node);
      base.VariableDeclaration?.(node, state, visit);
    },
  });
}

/** `for (var i = 0; …)` → `for ((i = 0); …)` */
function rewriteForInit(edit: CellEdit, declaration: VariableDeclaration): void {
  if (!edit.claim(declaration) || !edit.share(declaredNames(declaration))) return;
  edit.text.remove(declaration.start, declaration.declarations[0]!.start);
  bracketDeclarators(edit, declaration);
}

/** `for (var x of xs)` → `for (x of xs)` */
function rewriteForTarget(edit: CellEdit, declaration: VariableDeclaration): void {
  if (!edit.claim(declaration) || !edit.share(declaredNames(declaration))) return;
  edit.text.remove(declaration.start, declaration.declarations[0]!.start);
}

/** `if (c) var y = 1` → `if (c) void (y = 1)`: a statement that begins with a keyword never joins the line before. */
function rewriteNestedVar(edit: CellEdit, declaration: VariableDeclaration): void {
  if (!edit.claim(declaration) || !edit.share(declaredNames(declaration))) return;
  edit.text.overwrite(declaration.start, declaration.start + "var".length, "void");
  bracketDeclarators(edit, declaration);
}
