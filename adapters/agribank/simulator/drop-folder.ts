/** The simulated bank's side of the folders: takes the partner's signed payment files, leaves its own, each with its signature first. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SimulatorWorld } from '../../kit/simulator/index.js';
import type { Gateway } from './gateway.js';

export const dropFolderSettings = z.object({
  /** The partner writes here. */
  fromPartner: z.string(),
  /** The partner reads here. */
  toPartner: z.string(),
});

export type DropFolderSettings = z.infer<typeof dropFolderSettings>;

const lookEveryMs = 20;

/** @param take gives the bank's answer, a file to leave for the partner */
export function watchFolder(
  { fromPartner }: DropFolderSettings,
  gateway: Gateway,
  world: Pick<SimulatorWorld, 'later'>,
  take: (content: Buffer) => void,
): void {
  for (const folder of ['taken', 'refused']) mkdirSync(join(fromPartner, folder), { recursive: true });
  const look = (): void => {
    for (const name of readdirSync(fromPartner).filter((entry) => entry.endsWith('.xml')))
      takeOne(fromPartner, name, gateway, take);
    world.later(lookEveryMs, look);
  };
  look();
}

/** Whole or not at all. */
export function leaveFile({ toPartner }: DropFolderSettings, name: string, content: string | Buffer): void {
  mkdirSync(toPartner, { recursive: true });
  const part = join(toPartner, `${name}.part`);
  writeFileSync(part, content);
  renameSync(part, join(toPartner, name));
}

function takeOne(folder: string, name: string, gateway: Gateway, take: (content: Buffer) => void): void {
  const content = readFileSync(join(folder, name));
  const companion = gateway.companionOf(name);
  const signature = companion !== undefined && existsSync(join(folder, companion));
  const isPartners = gateway.isPartnersFile(
    name,
    content,
    signature ? readFileSync(join(folder, companion)) : undefined,
  );
  if (isPartners) take(content);
  const to = join(folder, isPartners ? 'taken' : 'refused');
  renameSync(join(folder, name), join(to, name));
  if (signature) renameSync(join(folder, companion), join(to, companion));
}
