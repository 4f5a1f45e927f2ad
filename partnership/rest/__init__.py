"""The mechanics of the REST API, the same for every resource.

A resource (`resources.Resource`) names its query, its serializer and its allow-lists of filters and orderings. The
serializer declares each field once: its column, its type and its words. From that come the row in JSON, the line in CSV
and the schema. Every error leaves as problem details (`problems`).
"""
