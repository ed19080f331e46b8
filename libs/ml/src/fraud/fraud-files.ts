/** Names within the artifact. */
export const COLUMNS_FILE = 'columns.json';
export const SCALE_FILE = 'scale.bin';
export const DETECTORS_FILE = 'detectors.bin';
/** Of versions that have no other detector. */
export const AUTOENCODER_FILE = 'autoencoder.bin';
