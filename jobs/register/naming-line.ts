import { BadInput } from '../../core/errors.ts';

/** Returns what `make` returns, and adds the file and the line to the message of an error. @throws BadInput */
export async function namingLine<Out>(where: string, make: () => Promise<Out> | Out): Promise<Out> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.code, `${where}: ${error.message}`, error.value, error.path, error);
  }
}
