import * as z from 'zod';
import type { WalletProvider } from './provider.ts';

/** A wallet that a page can use. Its name and picture are the wallet's own word. */
export interface FoundWallet {
  /** Differs for each wallet of a page. */
  readonly uuid: string;
  readonly name: string;
  /** A `data:` URL of an image; null without one. */
  readonly icon: string | null;
  /** The reversed domain name of its maker, such as `io.metamask`; null if it does not say so. */
  readonly rdns: string | null;
  readonly provider: WalletProvider;
}

/** A window, which wallets announce themselves to (EIP-6963), or put themselves into as `ethereum`. */
export type WalletWindow = EventTarget & { readonly ethereum?: unknown };

const isProvider = (value: unknown): value is WalletProvider =>
  typeof value === 'object' && value !== null && typeof (value as WalletProvider).request === 'function';
const providerSchema = z.custom<WalletProvider>(isProvider);
const announcedSchema = z.object({
  info: z.object({
    uuid: z.string().min(1).max(100),
    name: z.string().min(1).max(100),
    icon: z
      .string()
      .regex(/^data:image\/(png|jpeg|webp|svg\+xml)[;,]/)
      .max(200_000)
      .nullable()
      .catch(null),
    rdns: z.string().max(200).nullable().catch(null),
  }),
  provider: providerSchema,
});

/** At most so many wallets are listed. */
const MOST = 20;

/**
 * Finds the wallets of a page: those that announce themselves (EIP-6963), now or later, else the one in `window.ethereum`. Calls
 * `onWallets` with all that are known, at once and after each new one. Returns a function that ends it.
 */
export function findWallets(
  window: WalletWindow,
  onWallets: (wallets: readonly FoundWallet[]) => void,
): () => void {
  const found = new Map<string, FoundWallet>();
  const listen = (event: Event): void => {
    const announced = announcedSchema.safeParse((event as CustomEvent<unknown>).detail);
    if (!announced.success || found.size >= MOST) return;
    const { info, provider } = announced.data;
    if (found.has(info.uuid)) return;
    found.set(info.uuid, { ...info, provider });
    onWallets([...found.values()]);
  };
  window.addEventListener('eip6963:announceProvider', listen);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  const { ethereum } = window;
  if (found.size === 0) onWallets(isProvider(ethereum) ? [unnamed(ethereum)] : []);
  return () => window.removeEventListener('eip6963:announceProvider', listen);
}

function unnamed(provider: WalletProvider): FoundWallet {
  return { uuid: 'window.ethereum', name: 'Browser wallet', icon: null, rdns: null, provider };
}
