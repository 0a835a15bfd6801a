/** Passwords: argon2id, about 20 ms a check. */
import { type Algorithm, hash, verify } from '@node-rs/argon2'

const OPTIONS = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The stored form of a password. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password, OPTIONS)
}

let dummy: Promise<string> | null = null

/** True where the password fits. With `stored` null it works as long as ever and answers false. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password')
  const fits = await verify(stored ?? (await dummy), password).catch(() => false)
  return stored !== null && fits
}
