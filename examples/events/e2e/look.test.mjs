/** How the pages look and feel: narrow windows, contrast, the keyboard. */

import assert from 'node:assert/strict'
import { asksFor, hold, startBrowser, visitor } from './browser.mjs'
import { fillEvent, listEvent, PNG, signUp, somebody } from './people.mjs'
import { startServer } from './server.mjs'
import test, { after } from './test.mjs'

const server = await startServer({ after }, { EVENTS_TROUBLE: '1' })
const browser = await startBrowser({ after })

const PAGES = [
  ['the programme', '/events', '.bars'],
  ['the programme with a broken ledger', '/events?revenue=fail', '.failed'],
  ['an empty programme', '/events?q=nothing+at+all', '.empty'],
  ['an event', '/events/1000', '.venue-near li'],
  ['the board', '/board', '.board li'],
  ['the feed', '/feed?page=15', '.entry'],
  ['the about page', '/about', '.kinds'],
  ['the form to log in', '/log-in', '.form'],
  ['the form to sign up', '/sign-up', '.form'],
  ['the error page', '/trouble/panic', '.error-reasons', [/500/]],
]

/** Pages behind the door, and what to do there until they show all they have. */
const PRIVATE = [
  ['an account with messages', async ({ page, open }) => {
    await open('/account')
    await page.getByLabel('Name').fill('')
    await page.getByRole('button', { name: 'Change the name' }).click()
    await page.locator('[data-state=wrong]').waitFor()
  }],
  ['an empty list of one’s own', async ({ page, open }) => {
    await open('/events/mine')
    await page.locator('.empty').waitFor()
  }],
  ['a list of one’s own with a toast', async (guest) => {
    await listEvent(guest, 'Stays')
    await listEvent(guest, 'A rather long title, as long as titles are allowed to be, or very nearly as long')
    await guest.page.getByRole('button', { name: 'Take it off' }).click()
    await guest.page.getByRole('button', { name: 'Undo' }).waitFor()
  }],
  ['the form of an event with messages', async ({ page, open }) => {
    await open('/events/new')
    await fillEvent(page, 'No')
    await page.getByRole('button', { name: 'Add a kind of ticket' }).click()
    await page.getByLabel('Poster', { exact: true }).setInputFiles({ name: `${'long'.repeat(20)}.png`, mimeType: 'image/png', buffer: PNG })
    await page.getByRole('button', { name: 'Put it into the programme' }).click()
    await page.locator('.ticket [data-state=wrong]').nth(2).waitFor()
  }],
]

for (const [name, path, ready, forgive = []] of PAGES) {
  test(`${name} fits a phone`, async (t) => {
    const { page, open } = await visitor(t, browser, server, { forgive, viewport: { width: 360, height: 740 } })
    await open(path)
    await page.locator(ready).first().waitFor()
    const { wide, widest } = await page.evaluate(() => {
      const wide = document.documentElement.scrollWidth - innerWidth
      const all = wide > 0 ? [...document.querySelectorAll('body *')] : []
      const beyond = all.filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      return { wide, widest: beyond.slice(0, 3).map((element) => element.className || element.tagName) }
    })
    assert.ok(wide <= 0, `${wide} pixels too wide: ${widest}`)
  })

  for (const colorScheme of ['light', 'dark']) {
    test(`${name} is readable in ${colorScheme} colours`, async (t) => {
      const { page, open } = await visitor(t, browser, server, { forgive, colorScheme })
      await open(path)
      await page.locator(ready).first().waitFor()
      assert.deepEqual(await page.evaluate(lowContrast), [])
    })
  }
}

for (const [name, prepare] of PRIVATE) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name} fits a phone and is readable in ${colorScheme} colours`, async (t) => {
      const options = { colorScheme, reducedMotion: 'reduce', viewport: { width: 360, height: 740 }, forgive: [/422/] }
      const guest = await visitor(t, browser, server, options)
      await signUp(guest, somebody('Wilhelmina Alexandra von Hohenstein'))
      await prepare(guest)
      const wide = await guest.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${wide} pixels too wide`)
      assert.deepEqual(await guest.page.evaluate(lowContrast), [])
    })
  }
}

for (const colorScheme of ['light', 'dark']) {
  test(`numbers are readable while they glow, in ${colorScheme} colours`, async (t) => {
    const { page, open } = await visitor(t, browser, server, { colorScheme })
    await open('/board')
    await page.locator('.board .live-changed').first().waitFor()
    // In one step: what came in between would glow on.
    assert.deepEqual(await page.evaluate(`((${holdTheGlow})(), (${lowContrast})())`), [])
  })
}

test('the first stop of the keyboard skips to the page, and what arrives later leaves the focus alone', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  const release = await hold(page, asksFor('attendance'))
  await open('/events')
  await page.locator('.row').first().waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the page')
  await page.keyboard.press('Enter')
  // The browser goes there with its next frame.
  await page.waitForFunction(() => document.activeElement.id === 'main')
  await page.keyboard.press('Tab')
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document
      return [activeElement.className, getComputedStyle(activeElement).outlineStyle]
    })
  assert.deepEqual(await focused(), ['travel-label', 'solid'])
  release()
  await page.locator('.chart').waitFor()
  assert.deepEqual(await focused(), ['travel-label', 'solid'])
})

test('the focus follows the visitor to the next page', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  await open('/events')
  await page.locator('.row').first().focus()
  await page.keyboard.press('Enter')
  await page.locator('.event').waitFor()
  await page.waitForFunction(() => document.activeElement?.id === 'main')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.querySelector('.event').contains(document.activeElement)), true)
})

test('a label explains itself on focus and on hover, and Escape puts that away', async (t) => {
  const { page, open } = await visitor(t, browser, server)
  await open('/events')
  const label = page.getByRole('button', { name: 'lazy total' })
  const note = page.getByRole('tooltip').filter({ hasText: 'A lazy value' }).first()
  await label.focus()
  await note.waitFor({ state: 'visible' })
  await page.keyboard.press('Escape')
  await note.waitFor({ state: 'hidden' })
  await label.hover()
  await note.waitFor({ state: 'visible' })
})

test('nothing moves for a visitor who asked for that', async (t) => {
  const { page, open } = await visitor(t, browser, server, { reducedMotion: 'reduce' })
  await open('/board')
  await page.locator('[data-notice]').first().waitFor()
  const moving = await page.evaluate(() => document.getAnimations().length)
  assert.equal(moving, 0)
})

/** Runs in the page: each number of the board glows as it does at first. */
function holdTheGlow() {
  for (const seats of document.querySelectorAll('.board-seats')) seats.dataset.few = 'true'
  for (const animation of document.getAnimations().filter(({ animationName }) => animationName === 'news')) {
    animation.pause()
    animation.currentTime = 0
  }
}

/** Runs in the page: every text whose contrast with what is behind it is below 4.5 (3 where it is large). */
function lowContrast() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return { r, g, b, a: a / 255 }
  }
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  })
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const part = value / 255
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const behind = (element) => {
    const colour = element ? parse(getComputedStyle(element).backgroundColor) : parse('white')
    return colour.a === 1 || !element ? colour : over(colour, behind(element.parentElement))
  }
  const bad = new Set()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest('svg, script, .hidden, option, :disabled')) continue
    const style = getComputedStyle(element)
    const ground = behind(element)
    const opacity = Number(style.opacity)
    const ink = parse(style.color)
    const text = over({ ...ink, a: ink.a * opacity }, ground)
    const [light, dark] = [luminance(text), luminance(ground)].sort((a, b) => b - a)
    const ratio = (light + 0.05) / (dark + 0.05)
    const size = parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (ratio < (large ? 3 : 4.5)) bad.add(`${element.className || element.tagName}: ${ratio.toFixed(2)}`)
  }
  return [...bad]
}
