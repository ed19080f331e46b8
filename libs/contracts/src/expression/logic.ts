/** What a text in one of the shop's expression languages says: tests of the language, joined by and, or and not. */
export type Logic<Test> =
  | { readonly kind: 'test'; readonly test: Test }
  | { readonly kind: 'not'; readonly part: Logic<Test> }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Logic<Test>[] };

/** Every test of it, in the order of the text. */
export function testsOf<Test>(logic: Logic<Test>): readonly Test[] {
  switch (logic.kind) {
    case 'test':
      return [logic.test];
    case 'not':
      return testsOf(logic.part);
    case 'and':
    case 'or':
      return logic.parts.flatMap(testsOf);
  }
}
