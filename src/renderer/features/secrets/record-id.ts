/** The element of the sheet: where the focus goes when a secret is opened. */
export const RECORD_ID = 'record';
