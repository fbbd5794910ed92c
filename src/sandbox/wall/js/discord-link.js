// Links to discord.com. A link to a channel or message of this server opens the channel or message on the open phone.
// A link to discord.com never leaves the page.

const HOSTS = /^(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com$/;

/**
 * The `{ channel, message }` that a discord.com address names. Each of the two is null if the address does not name it.
 * Returns null for any other address.
 */
export function discordLink(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (!HOSTS.test(url.hostname)) return null;
  const [, channel, message] = /^\/channels\/(?:@me|\d+)\/(\d+)(?:\/(\d+))?\/?$/.exec(url.pathname) ?? [];
  return { channel: channel ?? null, message: message ?? null };
}
