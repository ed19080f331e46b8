/** The consumer group that archives events; its ledger also tells the doors what was taken before. */
export const ARCHIVE_GROUP = 'archive';
