/** Names within the artifact. */
export const COLUMNS_FILE = 'columns.json';
export const SCALE_FILE = 'scale.bin';
export const DETECTOR_FILE = 'autoencoder.bin';
