/**
 * For each row of SUPPORTED.md a part of the title, or of a case, of the test that proves it. Calls by method and path,
 * events by type, statuses by number, choices by the words in bold of docs/silent-points.md.
 */
export const proofs: Readonly<Record<string, string>> = {
  'GET /v2/contacts': 'contacts are listed newest first, page by page, while the clock stands',
  'POST /v2/contacts': 'create a contact whose fields are the documented ones in the documented order',
  'PUT /v2/contacts/{contact_id}':
    'an update leaves absent fields, clears those of null, replaces tags and merges custom fields',
  'DELETE /v2/contacts/{contact_id}': 'Deleting answers the id, after which it is not found',
  'GET /v2/campaigns': 'Campaigns are listed newest first, by status and by word',
  'POST /v2/campaigns': 'a send_time: %s (%s) makes a campaign %s',
  'POST /v2/campaigns/{campaign_id}/send': 'answer a campaign that is sent at once as sending',
  'GET /v2/campaigns/{campaign_id}/stats': 'gives 10,000 recipients the documented stats to the unit',
  'email.sent': 'an endpoint is sent %s, signed as the function of the reference checks it',
  'email.delivered': 'an endpoint is sent %s, signed as the function of the reference checks it',
  'email.opened': 'an endpoint is sent %s, signed as the function of the reference checks it',
  'email.clicked': 'an endpoint is sent %s, signed as the function of the reference checks it',
  'email.bounced': 'an endpoint is sent %s, signed as the function of the reference checks it',
  'email.unsubscribed': 'an endpoint is sent %s, signed as the function of the reference checks it',
  '400 INVALID_REQUEST': 'Several faults are all named, the first one in front',
  '401 AUTHENTICATION_FAILED': '$method $path with a revoked key is a 401',
  '403 INSUFFICIENT_PERMISSIONS': 'a missing permission (403) before an invalid body (400)',
  '404 RESOURCE_NOT_FOUND': 'an unknown route (404) before a missing key (401)',
  '429 RATE_LIMIT_EXCEEDED': 'the 1000th read passes, the 1001st does not',
  '429 QUOTA_EXCEEDED': 'over it a send is a 429 before its first mail, until the month ends',
  '500 INTERNAL_SERVER_ERROR': 'answers 500 and 4xx while the disk is full',
  Keys: '$endpoint.method $endpoint.path with $permission alone: allowed $may',
  'Order of checks': 'Faults are found in the documented order',
  'Undocumented routes': '$method $path is marked, and a 404 with --strict',
  'Wrong methods': 'a wrong method is a 404 that names those of the path; OPTIONS answers them without a key',
  'Unknown fields': 'an unknown field is passed over and named, and refused by the control API',
  Bodies: 'a body with %s is answered with its status',
  'Whole numbers': '%s would be rounded: a 400 on %s',
  Times: '%s is taken: %s at %s',
  Limits: 'the limit on %s is where the list has it',
  'Rate limits': 'rejected calls do not lengthen the window',
  Faults: 'a fault is injected before all checks, the first matching rule first, and delays in real time',
  Contacts: 'an update leaves absent fields, clears those of null, replaces tags and merges custom fields',
  'A welcome mail over the monthly quota':
    'a welcome mail over the monthly quota is a 429 and creates no contact',
  send_time: 'a send_time: %s (%s) makes a campaign %s',
  Recipients:
    'recipients have any of the tags and none that is excluded, or are all, and get their mail in order of address',
  'The audience':
    'recipient_count is 0 until sending fixes it, and an empty audience is a 400 with the reasons',
  'Settings of a campaign': 'settings of a campaign default to true, true, false, each by itself',
  'Missing values': 'missing values are listed: null and "" count, those that are only tested do not',
  'Templates have limits': 'in $field, composed in the $where, fails that mail alone',
  Stats:
    'delivered and bounced are those settled so far; a complaint unsubscribes and counts as spam_reports alone',
  Rates: 'rates of the counts of the reference have four decimals, half up',
  'Mail from outside':
    'mail from outside: some refused are bounced, all refused is the error, and who asks for nothing raises no event',
  Reactivation: 'reactivation lifts a suppression that %s: %s',
  'SMTP logins': 'with AUTH %s the login "%s" leads to %s',
  'Tracked links': 'more than 8 KiB',
  'Addresses without a domain': 'the sink takes mail to %s',
  'The preview of a list':
    'the preview begins with the preheader, and hidden text is not in the derived text but found',
  'Large bodies': 'A large body that stands still while others wait is refused with what was expected',
  Connections: 'An HTTP connection over the limit gets 503 with the error body, and one in time is served on',
  'Requests on one connection': 'More than a hundred that wait on /%s end the connection with a 400',
  'Text without the blank line': 'each kind of mail is read right',
  'A multipart without a boundary':
    'a multipart without a boundary is read by the delimiters in it, or else shown as text',
  'Hidden text':
    'the preview begins with the preheader, and hidden text is not in the derived text but found',
  'A part whose type is none': 'a part whose type is none is a file where its bytes say so',
  Codes: 'may stand in a preheader alone',
  'Base64 that is plainly prose': 'decodes uuencode, and names base64 that is none',
  '8-bit headers': 'an 8-bit header is read as %s',
  'What is not tracked': 'what the service cannot see of a campaign is not simulated',
  'Clicks of a profile': '+click follows the first link and +bot every one',
  'Refusals for good': '552 5.2.2 Mailbox full',
  'Bounces of a profile':
    'bounces of a profile are hard or blocked, so that the campaign is settled without retries',
  'The unsubscribe page': 'asks first: looking at the page changes nothing',
  'The view link': 'after a mail is removed its view link is a 404, and its unsubscribe link goes on working',
  simulate: 'simulate ignores url and bounce with events that they do not belong to',
  Search: 'search is by substring, without regard to case, over head and text up to 1 Mi characters',
  'Deleted mail': 'brings back what was deleted as it was: content, order, marks and search',
  'Lists of mail and deliveries':
    'the lists of mail are those of a plain look at each row, whatever changed before',
  'Retry-After': 'waits for the Retry-After of its answer: %s',
  'A disabled endpoint':
    'an endpoint that is disabled keeps what is pending, gets it when enabled, and nothing of meanwhile',
  'Settled deliveries': 'never removes a pending delivery, however old it is',
  'The clock': 'twice at the same time adds up',
  'A demo that moves':
    'A play in a workspace without endpoints has a receiver that takes the deliveries, and is gone after it',
  'A snapshot': 'a restored snapshot sets the clock back, which runs on from there, and has no request log',
  'Keys and endpoints of the settings':
    'fits into a workspace beside that which it came from: its key stays its own',
  'A call under way': 'a wait goes on in the state that takes the place of its own',
  'A call that waits': 'ends at once, with the reason, when its workspace is dropped',
  'A data set that is loaded again': 'loaded again by %s has each endpoint and key once',
  'A reset': 'A reset forgets faults, the request log and what was counted',
};
