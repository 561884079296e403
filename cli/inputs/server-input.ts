import { ApiError } from '../../client/http/api-error.ts';
import { UnreadableInput } from '../terminal/usage-error.ts';

/** Returns what the server gives as the input of a command. @throws UnreadableInput where it refuses; ApiError where it is not there */
export async function readInput<Input>(fetch: () => Promise<Input>): Promise<Input> {
  try {
    return await fetch();
  } catch (error) {
    if (!(error instanceof ApiError) || error.isTemporary) throw error;
    throw new UnreadableInput(error.status, error.code, error.message, error.details, error);
  }
}
