// Files out of what was dropped or picked, whole folders included.

/** Found is a file with the path it had below the folder that was chosen. */
export type Found = { file: File; path: string };

/** picked are the files of a file picker; a folder picker gives their paths, too. */
export function* picked(files: FileList): Generator<Found> {
  for (const file of files) yield { file, path: file.webkitRelativePath || file.name };
}

/** dropped takes what was dropped out of its event, which forgets it right after. */
export function dropped(data: DataTransfer): { entries: FileSystemEntry[]; files: Found[] } {
  const entries: FileSystemEntry[] = [];
  const files: Found[] = [];
  for (const item of data.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile(); // e.g. an attachment out of a mail program
    if (entry) entries.push(entry);
    else if (file) files.push({ file, path: file.name });
  }
  return { entries, files };
}

/** walk finds the files of dropped entries; failed is told what cannot be opened. */
export async function* walk(from: FileSystemEntry[], failed: (path: string) => void): AsyncGenerator<Found> {
  const left = [...from].reverse();
  for (let entry = left.pop(); entry; entry = left.pop()) {
    const path = entry.fullPath.replace(/^\//, "");
    try {
      if (entry.isFile) yield { file: await fileOf(entry as FileSystemFileEntry), path };
      else if (entry.isDirectory) left.push(...(await childrenOf(entry as FileSystemDirectoryEntry)).reverse());
    } catch {
      failed(path);
    }
  }
}

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

/** childrenOf lists a folder; the browser gives it in pieces of a hundred. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const out: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return out;
    out.push(...some);
  }
}
