import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { OpenServer } from './open-server.ts';

/**
 * Serves the client that started this program, until it closes standard input or `stopped` resolves. Standard output is for the protocol
 * alone.
 */
export async function serveInput(
  openServer: OpenServer,
  stopped: Promise<unknown>,
  onError: (error: Error) => void,
): Promise<void> {
  const left = new Promise((resolve) => process.stdin.once('close', resolve).once('end', resolve));
  const serving = serveStdio(openServer, { onerror: onError });
  await Promise.race([left, stopped]);
  await serving.close();
}
