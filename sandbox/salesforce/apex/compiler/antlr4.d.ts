/**
 * antlr4 4.13 ships typings whose own imports do not resolve under `nodenext`, so the parser's contexts come out without
 * their base class. These are the members this folder uses.
 */
import 'antlr4';

declare module 'antlr4' {
  export class Token {
    readonly line: number;
    readonly column: number;
    readonly start: number;
    readonly stop: number;
  }
  export class ParseTree {
    getText(): string;
    getChildCount(): number;
    getChild(index: number): ParseTree;
  }
  export class TerminalNode extends ParseTree {}
  export class RuleContext extends ParseTree {}
  export class ParserRuleContext extends RuleContext {
    readonly start: Token;
    readonly stop?: Token;
  }
}
