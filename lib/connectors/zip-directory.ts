/**
 * The central directory of a zip, checked before anything is unpacked: an XLSX of ten kilobytes can claim to be
 * gigabytes. The sizes are then proved by unpacking each entry against its own claim.
 */

import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { invalid } from '@/lib/core/errors'

/** What an XLSX may be at most. */
export interface ZipLimits {
  readonly entries: number
  /** bytes of all entries, unpacked */
  readonly total: number
  /** unpacked ÷ packed of one entry, for entries above a megabyte */
  readonly ratio: number
}
export const XLSX_LIMITS: ZipLimits = { entries: 2000, total: 400 * 1024 * 1024, ratio: 200 }

interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const MEGABYTE = 1024 * 1024

function refuse(reason: string) {
  return invalid(`The XLSX file ${reason}. Save the sheet as CSV and import that.`)
}

/** The entries of a zip. Throws AppError `invalid` where it is damaged, encrypted, zip64 or over a limit. */
export function readDirectory(file: Buffer, limits: ZipLimits): ZipEntry[] {
  const end = endOf(file)
  const count = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  if (count === 0xffff || at === 0xffffffff) throw refuse('is too big (zip64)')
  if (count > limits.entries) throw refuse(`holds ${count} parts, more than ${limits.entries}`)
  const entries: ZipEntry[] = []
  let total = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== CENTRAL) throw refuse('is damaged')
    const nameLength = file.readUInt16LE(at + 28)
    const entry: ZipEntry = {
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      size: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    }
    if ((file.readUInt16LE(at + 8) & 1) === 1) throw refuse('is protected by a password')
    total += entry.size
    check(entry, total, limits)
    entries.push(entry)
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

function endOf(file: Buffer): number {
  const lowest = Math.max(0, file.length - 22 - 0xffff)
  for (let at = file.length - 22; at >= lowest; at--) if (file.readUInt32LE(at) === END) return at
  throw refuse('is damaged or cut off')
}

function check(entry: ZipEntry, total: number, limits: ZipLimits): void {
  if (total > limits.total) {
    throw refuse(`unpacks to more than ${Math.round(limits.total / MEGABYTE)} MB`)
  }
  if (entry.size > MEGABYTE && entry.size > entry.packed * limits.ratio) {
    throw refuse(
      `holds "${entry.name}", which unpacks to ${Math.round(entry.size / Math.max(1, entry.packed))} times its size`,
    )
  }
}

/** Checks the directory, then unpacks each entry (and keeps nothing) to prove that no size is a lie. */
export async function checkZip(file: Buffer, limits: ZipLimits = XLSX_LIMITS): Promise<void> {
  for (const entry of readDirectory(file, limits)) {
    if (entry.method === 0) continue
    if (entry.method !== 8) throw refuse(`packs "${entry.name}" in a way that is not supported`)
    const { offset } = entry
    if (offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL) throw refuse('is damaged')
    const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
    await proveSize(file.subarray(start, start + entry.packed), entry)
  }
}

async function proveSize(packed: Buffer, entry: ZipEntry): Promise<void> {
  let size = 0
  const inflate = createInflateRaw()
  const source = Readable.from([packed])
  source.pipe(inflate)
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > entry.size) throw refuse(`holds "${entry.name}", which is bigger than it claims`)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw refuse('is damaged')
    throw error
  } finally {
    source.destroy()
    inflate.destroy()
  }
}
