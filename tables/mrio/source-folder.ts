import { createReadStream, openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { faultIn } from './fault.ts';
import { MOST_FILES, sortByPath, type SourceFile } from './source-file.ts';
import { openZip } from './zip-archive.ts';

/** A publisher's table as it was downloaded: a zip archive, a folder, or one file. */
export interface TableSource {
  /** The last part of its path. */
  readonly name: string;
  /** In the order of their paths. Those of an archive in a folder have its name before theirs. */
  readonly files: readonly SourceFile[];
  close(): void;
}

/** Opens the table at a path: a folder with all below it, a zip archive, or one file. @throws DatasetRefused; errors of the file system */
export async function openTableSource(path: string): Promise<TableSource> {
  const about = await stat(path);
  const name = basename(path);
  const given = about.isDirectory() ? await listFolder(path) : [openFile(path, name, about.size)];
  const files: SourceFile[] = [];
  const open: { close(): void }[] = [];
  const close = (): void => {
    for (const archive of open) archive.close();
  };
  try {
    for (const file of given) {
      if (!/\.zip$/i.test(file.path)) {
        files.push(file);
        continue;
      }
      const archive = await openZip(about.isDirectory() ? join(path, file.path) : path, file.path);
      open.push(archive);
      for (const inner of archive.files)
        files.push({
          ...inner,
          path: about.isDirectory() ? `${file.path}/${inner.path}` : inner.path,
          archive: file,
        });
    }
  } catch (error) {
    close();
    throw error;
  }
  return { name, files: sortByPath(files), close };
}

async function listFolder(root: string): Promise<SourceFile[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((each) => each.isFile() || each.isSymbolicLink())
    .map((each) => join(each.parentPath, each.name));
  if (paths.length > MOST_FILES)
    throw faultIn(
      basename(root),
      'archive',
      `the folder has ${paths.length} files, expected at most ${MOST_FILES}`,
    );
  const files = await Promise.all(
    paths.map(async (path) => {
      const about = await stat(path);
      return about.isFile() ? [openFile(path, relative(root, path).split(sep).join('/'), about.size)] : [];
    }),
  );
  return files.flat();
}

/** Bytes that are read at once: not more than a file has, because what is set aside for many small files has to be collected. */
const PIECE = 1 << 20;

function openFile(full: string, path: string, size: number): SourceFile {
  return {
    path,
    size,
    stream: () => createReadStream(full, { highWaterMark: Math.max(1, Math.min(size, PIECE)) }),
    slice: async (start, end) => (await openAsBlob(full)).slice(start, end).arrayBuffer(),
  };
}
