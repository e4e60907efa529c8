/** What visitors do in many tests: sign up, log in and out, fill in an event. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './browser.mjs'

export const PASSWORD = 'correct horse battery'

let count = 0

/** Somebody who has no account yet. */
export function somebody(name = 'Ada') {
  count += 1
  return { name, email: `somebody${count}@example.com`, password: PASSWORD }
}

/** The line with what a page has to say. */
export const toast = (page) => page.getByRole('status', { name: 'Messages' })

/** Fills in fields by their labels. */
export async function fill(page, values) {
  for (const [label, value] of Object.entries(values)) {
    await page.locator('main').getByLabel(label, { exact: true }).fill(value)
  }
}

/** The message below a field, as the field itself refers to it. All is read at once, between two paints. */
export function message(page, name) {
  return page.locator(`main [name="${name}"]`).evaluate((control) => {
    if (control.getAttribute('aria-invalid') !== 'true') return null
    const note = document.getElementById(control.getAttribute('aria-describedby'))
    return note.dataset.state === 'wrong' ? note.textContent : null
  })
}

/** Waits until a field has this message; `null` is none. */
export async function expectMessage(page, name, expected) {
  const fits = (text) => (expected === null ? text === null : text !== null && expected.test(text))
  await until(() => message(page, name), fits, `${expected} below ${name}`)
}

/** Fills in all that an account needs. The check of the last field is over: it may go out with the form otherwise, and find the account there already. */
export async function fillSignUp({ page, open }, person) {
  await open('/sign-up')
  await fill(page, {
    Name: person.name,
    'E-mail': person.email,
    Password: person.password,
    'The same password again': person.password,
  })
  await page.keyboard.press('Tab')
  await page.locator('#sign-up [data-state=fine]').nth(3).waitFor()
}

/** Makes an account, and waits until the page greets its owner. */
export async function signUp(guest, person = somebody()) {
  await fillSignUp(guest, person)
  await guest.page.getByRole('button', { name: 'Sign up' }).click()
  await guest.page.getByRole('link', { name: person.name, exact: true }).waitFor()
  return person
}

export async function logIn({ page, open }, { email, password }) {
  await open('/log-in')
  await fill(page, { 'E-mail': email, Password: password })
  await page.getByRole('button', { name: 'Log in' }).click()
}

export async function logOut(page) {
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByRole('link', { name: 'Log in', exact: true }).waitFor()
}

/** Fills in the form of an event, all but its poster. */
export async function fillEvent(page, title = 'Cello in the Kitchen') {
  await fill(page, {
    'What is it called?': title,
    'In one line': 'Four strings, one stove',
    When: '2026-12-04T19:30',
    'How long, in minutes': '75',
    Kind: 'Chair',
    'Price in €': '12.50',
    Seats: '20',
  })
  await page.getByLabel('What kind of thing').selectOption('music')
  await page.getByLabel('Where').selectOption({ index: 7 })
}

/** Puts an event into the programme, and gives its address. */
export async function listEvent({ page, open }, title) {
  await open('/events/new')
  await fillEvent(page, title)
  await page.getByRole('button', { name: 'Put it into the programme' }).click()
  await page.waitForURL(/\/events\/\d+$/)
  return new URL(page.url()).pathname
}

/** A large file to choose, by its path: its bytes would have to pass through the page. It is gone after the test. */
export function largeFile(t, bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'events-large-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'large.png')
  writeFileSync(path, bytes)
  return path
}

/** A picture of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaGD4DwACiQGAfX1ZNwAAAABJRU5ErkJggg==',
  'base64',
)
