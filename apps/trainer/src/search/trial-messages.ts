import type { SearchData, Trial, TrialResult } from '#ml';

/** To a trial process: the data once, then trials. */
export type ToTrialProcess =
  { readonly kind: 'data'; readonly data: SearchData } | { readonly kind: 'trial'; readonly trial: Trial };

/** The answer to a trial. */
export type FromTrialProcess = { readonly result: TrialResult } | { readonly error: string };
