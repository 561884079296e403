import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { PROCEDURES } from '../../../agents/coordinator/procedures.ts';
import type { Procedure } from '../../../agents/procedures/procedure.ts';

/** Adds a prompt for each type of question, and one that verifies a proof file. */
export function addPrompts(server: McpServer): void {
  for (const procedure of PROCEDURES) addQuestion(server, procedure);
  const argsSchema = z.object({
    proof: z.string().describe('proof file in the folder of the server, or id of a record'),
  });
  const about = {
    title: 'Verify a figure',
    description: 'Checks a proof file, and says what its verdict leaves out.',
  };
  server.registerPrompt('verify', { ...about, argsSchema }, ({ proof }) =>
    say(
      `Call the tool verify with proof ${JSON.stringify(proof)}. Give its verdict in its own words, then what it did not check. If it is not "verified", give no figure of the file as true.`,
    ),
  );
}

function addQuestion(server: McpServer, { question, asks, runs }: Procedure): void {
  const argsSchema = z.object({
    inputs: z.string().describe('files in the folder of the server, or ids of records, separated by spaces'),
    question: z.string().optional().describe(`the question itself, such as: ${asks.en}`),
  });
  const needs = runs.map(
    ({ run, about, methods, optional }) =>
      `run ${run}: ${about.en} (${methods.join(' or ')}${optional ? ', may be left out' : ''})`,
  );
  const description = `${asks.en} ${needs.join('; ')}`;
  server.registerPrompt(question, { title: asks.en, description, argsSchema }, (given) =>
    say(
      `Call the tool ask with form "${question}", question ${JSON.stringify(given.question ?? asks.en)} and inputs ${JSON.stringify(given.inputs.split(/\s+/u))}. It takes ${needs.join('; ')}: ask me for parameters that are missing, and guess none. Show the texts of its blocks as they are, and do not compute with their numbers.`,
    ),
  );
}

function say(text: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] };
}
