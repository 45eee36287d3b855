"""What Guance's recipe for a self-hosted Jira does with its library (python-jira): log in, open an issue for an alert.

Then what that library can do beyond: search, comment, transition, and hear a refusal. Reads JIRA_URL, JIRA_USER, JIRA_PASSWORD;
writes one JSON object that says what the library made of the answers.
"""
import json
import os

from jira import JIRA, JIRAError

ALERT = {
    "project": {"key": "OPS"},
    "summary": "实例名称为 share 磁盘使用率过高",
    "description": "等级：critical\n实例：share\n内容：磁盘使用率 96%",
    "issuetype": {"name": "故障"},
    "assignee": {"name": "pacher"},
    "priority": {"name": "Highest"},
    "labels": ["from-a-foreign-client"],
}


def main():
    jira = JIRA(
        server=os.environ["JIRA_URL"],
        basic_auth=(os.environ["JIRA_USER"], os.environ["JIRA_PASSWORD"]),
        max_retries=0,
    )
    created = jira.create_issue(fields=ALERT)
    found = jira.search_issues('project = OPS AND labels = "from-a-foreign-client"')
    comment = jira.add_comment(created, "已处理")
    names = [each["name"] for each in jira.transitions(created)]
    jira.transition_issue(created, names[-1])
    again = jira.issue(created.key)
    print(
        json.dumps(
            {
                "account": jira.myself()["name"],
                "deploymentType": jira.server_info()["deploymentType"],
                "key": created.key,
                "summary": created.fields.summary,
                "description": created.fields.description,
                "issueType": created.fields.issuetype.name,
                "assignee": created.fields.assignee.name,
                "priority": created.fields.priority.name,
                "found": [issue.key for issue in found],
                "comments": [each.body for each in jira.comments(created)],
                "commentId": comment.id,
                "transitions": names,
                "category": again.fields.status.statusCategory.key,
                "refusals": refusals(jira),
            }
        )
    )


def refusals(jira):
    """What the library raises when it is used wrongly: the status and Jira's own words."""
    return {
        "unknownProject": refusal(lambda: jira.create_issue(fields={**ALERT, "project": {"key": "NOPE"}})),
        "unknownPriority": refusal(lambda: jira.create_issue(fields={**ALERT, "priority": {"name": "Nope"}})),
        "unknownIssue": refusal(lambda: jira.issue("OPS-99999")),
        "badJql": refusal(lambda: jira.search_issues("nonsense ~~ 1")),
        "badPassword": refusal(
            lambda: JIRA(server=os.environ["JIRA_URL"], basic_auth=("bot", "wrong"), max_retries=0).myself()
        ),
    }


def refusal(act):
    try:
        act()
    except JIRAError as error:
        # For field errors this library leaves `text` empty, as `errorMessages` is there and empty; the answer has the words.
        return {"status": error.status_code, "said": error.text or error.response.json()["errors"]}
    return None


main()
