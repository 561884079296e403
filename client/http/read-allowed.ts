import { ApiError } from './api-error.ts';

/** Returns what is read; null where the reader may not have it, or it is not stored. @throws ApiError of a server that cannot answer now */
export async function readAllowed<Read>(read: () => Promise<Read>): Promise<Read | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError && !error.isTemporary) return null;
    throw error;
  }
}
