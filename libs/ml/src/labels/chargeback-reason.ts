/**
 * Reason codes of disputes that are not about fraud, as the card schemes list them: Visa's conditions 11 (authorisation),
 * 12 (processing) and 13 (consumer disputes), Mastercard's point-of-interaction errors and cardholder disputes
 * (4834, 4853 and the codes they replaced), and the authorisation code 4808.
 */
const OTHER_THAN_FRAUD =
  /^(?:1[1-3](?:\.\d+)*|4807|4808|4812|4831|4834|4841|4842|4846|4850|4853|4854|4855|4859|4860)$/;

/** Whether a chargeback may be about fraud: one without a code that says otherwise is taken for it. */
export const mayBeFraud = (reasonCode: string | undefined): boolean =>
  reasonCode === undefined || !OTHER_THAN_FRAUD.test(reasonCode.trim());
