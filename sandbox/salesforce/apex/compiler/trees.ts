/** The parse trees behind what is declared. Only the compiler needs them, so a program that was kept has none. */
import type { ParserRuleContext } from 'antlr4';
import type { BlockContext, ExpressionContext, PropertyDeclarationContext } from '@apexdevtools/apex-parser';
import type { ClassInfo, FieldInfo, MethodInfo } from './infos.ts';

export type Initializer = { readonly isStatic: boolean; readonly block: BlockContext };
export type ClassTree = {
  readonly at: ParserRuleContext;
  /** Field initialisers and blocks in source order. */
  readonly initializers: (FieldInfo | Initializer)[];
};
export type MethodTree = { readonly at: ParserRuleContext; readonly body: BlockContext | null };
export type FieldTree = { readonly at: ParserRuleContext; readonly initial: ExpressionContext | null; readonly property: PropertyDeclarationContext | null };

/** One kind of declaration with its trees; asking for one that was never declared is a fault of ours. */
class Known<K extends { readonly name: string }, T> {
  readonly #trees = new Map<K, T>();
  set(info: K, tree: T): void {
    this.#trees.set(info, tree);
  }
  of(info: K): T {
    const tree = this.#trees.get(info);
    if (tree === undefined) throw new Error(`${info.name} has no source`);
    return tree;
  }
}

export class Trees {
  readonly classes = new Known<ClassInfo, ClassTree>();
  readonly methods = new Known<MethodInfo, MethodTree>();
  readonly fields = new Known<FieldInfo, FieldTree>();
}
