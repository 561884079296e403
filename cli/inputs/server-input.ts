import { ApiError } from '../../client/http/api-error.ts';
import { UnreadableInput } from '../terminal/usage-error.ts';

/** Returns an input of a command that comes from the server. @throws UnreadableInput if the server refuses; ApiError if it can't be reached */
export async function readInput<Input>(fetch: () => Promise<Input>): Promise<Input> {
  try {
    return await fetch();
  } catch (error) {
    if (!(error instanceof ApiError) || error.isTemporary) throw error;
    throw new UnreadableInput(error.status, error.code, error.message, error.details, error);
  }
}
