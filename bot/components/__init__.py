"""Understanding of messages: the graph components of Rasa and what they are made of; most of it knows no Rasa."""
