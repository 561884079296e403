/** A PNG of one pixel, and a WAV without a sample. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const SILENCE = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

export function text(content: string) {
  return { type: 'text' as const, text: content };
}

export const IMAGE = { type: 'image' as const, data: PIXEL, mimeType: 'image/png' };
export const AUDIO = { type: 'audio' as const, data: SILENCE, mimeType: 'audio/wav' };

export function resource(uri: string, content = 'a text for the suite') {
  return { type: 'resource' as const, resource: { uri, mimeType: 'text/plain', text: content } };
}
