"""The service behind the assistant: members, facilities, queues, complaints and the conversations themselves."""
