import type { ListKind } from '../../lists/list-kind.ts';
import type { RuleSubject } from './rule-subject.ts';

/** Something a condition may speak of. */
export type RuleField =
  /** `msPerUnit` is of a time, `isShare` of a part of a whole, 0 to 1; of a count neither is there. */
  | {
      readonly kind: 'number';
      readonly msPerUnit?: number;
      readonly isShare?: true;
      readonly read: (subject: RuleSubject) => number | undefined;
    }
  /** Minor units of the subject's currency. */
  | { readonly kind: 'money'; readonly read: (subject: RuleSubject) => number | undefined }
  | { readonly kind: 'yes-no'; readonly read: (subject: RuleSubject) => boolean | undefined }
  /** Compared without regard to case. `list` is the kind of list that can hold it. */
  | {
      readonly kind: 'text';
      readonly list?: ListKind;
      readonly read: (subject: RuleSubject) => string | undefined;
    }
  /** Who is involved: on a list, or not. */
  | {
      readonly kind: 'entity';
      readonly list: ListKind;
      readonly read: (subject: RuleSubject) => string | undefined;
    };
