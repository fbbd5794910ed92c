// Links to discord.com: those to a place or message of this server lead there on the same phone, and none leaves the
// page.

const HOSTS = /^(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com$/;

/** For an address of Discord, the channel and message that it names, if any: `{ channel, message }`. Otherwise null. */
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
