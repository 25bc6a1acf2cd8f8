import type { ConnectionFacts } from './connection.js';
import { doubleQuoted, rubyQuoted, shellWord, singleQuoted } from './literals.js';
import { djangoText, laravelText, nodemailerText } from './smtp-snippets.js';

export interface Snippet {
  /** Its step in the address. */
  path: string;
  word: string;
  text(facts: ConnectionFacts): string;
}

const curl = ({ api, key }: ConnectionFacts) => `export MAILDRONE_BASE_URL=${shellWord(api)}
export MAILDRONE_API_KEY=${shellWord(key)}

curl "$MAILDRONE_BASE_URL/contacts" \\
  -H "Authorization: Bearer $MAILDRONE_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"email": "ada@example.com", "first_name": "Ada"}'
`;

const node = ({ api, key }: ConnectionFacts) => `// MAILDRONE_BASE_URL=${shellWord(api)}
// MAILDRONE_API_KEY=${shellWord(key)}
const base = process.env.MAILDRONE_BASE_URL ?? ${singleQuoted(api)};
const key = process.env.MAILDRONE_API_KEY ?? ${singleQuoted(key)};

const response = await fetch(\`\${base}/contacts\`, {
  method: 'POST',
  headers: { Authorization: \`Bearer \${key}\`, 'Content-Type': 'application/json' },
  body: JSON.stringify({ email: 'ada@example.com', first_name: 'Ada' }),
});
console.log(response.status, await response.json());
`;

const python = ({ api, key }: ConnectionFacts) => `import json, os, urllib.request

base = os.environ.get("MAILDRONE_BASE_URL", ${doubleQuoted(api)})
key = os.environ.get("MAILDRONE_API_KEY", ${doubleQuoted(key)})

request = urllib.request.Request(
    f"{base}/contacts",
    data=json.dumps({"email": "ada@example.com", "first_name": "Ada"}).encode(),
    headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response))
`;

const php = ({ api, key }: ConnectionFacts) => `<?php
$base = getenv('MAILDRONE_BASE_URL') ?: ${singleQuoted(api)};
$key = getenv('MAILDRONE_API_KEY') ?: ${singleQuoted(key)};

$call = stream_context_create(['http' => [
    'method' => 'POST',
    'header' => ["Authorization: Bearer $key", 'Content-Type: application/json'],
    'content' => json_encode(['email' => 'ada@example.com', 'first_name' => 'Ada']),
    'ignore_errors' => true,
]]);
echo file_get_contents("$base/contacts", false, $call);
`;

const ruby = ({ api, key }: ConnectionFacts) => `require "json"
require "net/http"

base = ENV.fetch("MAILDRONE_BASE_URL", ${rubyQuoted(api)})
key = ENV.fetch("MAILDRONE_API_KEY", ${rubyQuoted(key)})

response = Net::HTTP.post(
  URI("#{base}/contacts"),
  { email: "ada@example.com", first_name: "Ada" }.to_json,
  "Authorization" => "Bearer #{key}", "Content-Type" => "application/json"
)
puts response.code, response.body
`;

const go = ({ api, key }: ConnectionFacts) => `package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

func main() {
	body := strings.NewReader(\`{"email": "ada@example.com", "first_name": "Ada"}\`)
	request, _ := http.NewRequest("POST", ${doubleQuoted(`${api}/contacts`)}, body)
	request.Header.Set("Authorization", ${doubleQuoted(`Bearer ${key}`)})
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(response.Body)
	fmt.Println(response.Status, string(answer))
}
`;

const java = ({ api, key }: ConnectionFacts) => `import java.net.URI;
import java.net.http.*;

public class Main {
  public static void main(String[] args) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(${doubleQuoted(`${api}/contacts`)}))
        .header("Authorization", ${doubleQuoted(`Bearer ${key}`)})
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(
            "{\\"email\\": \\"ada@example.com\\", \\"first_name\\": \\"Ada\\"}"))
        .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(response.statusCode() + " " + response.body());
  }
}
`;

/** The code of each language and framework. */
export const snippets: readonly [Snippet, ...Snippet[]] = [
  { path: 'curl', word: 'curl', text: curl },
  { path: 'node', word: 'Node', text: node },
  { path: 'python', word: 'Python', text: python },
  { path: 'php', word: 'PHP', text: php },
  { path: 'ruby', word: 'Ruby', text: ruby },
  { path: 'go', word: 'Go', text: go },
  { path: 'java', word: 'Java', text: java },
  { path: 'laravel', word: 'Laravel', text: laravelText },
  { path: 'django', word: 'Django', text: djangoText },
  { path: 'nodemailer', word: 'nodemailer', text: nodemailerText },
];
