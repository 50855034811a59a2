"""Asks the app through its WSGI interface, as a server would.

Prints {path: [status, body]}. Settings come from the environment.
"""

import json
import sys

from promotion import create_app

client = create_app().test_client()
answers = {}
for path in sys.argv[1:]:
    response = client.get(path)
    answers[path] = [response.status_code, response.get_data(as_text=True)]
print(json.dumps(answers))
