package io.orderstream.stack.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.internet.MimeMessage;

/** Someone who throws every mail away. */
record Nobody(String email) implements GreenMailUser {

  @Override
  public String getEmail() {
    return email;
  }

  @Override
  public String getLogin() {
    return email;
  }

  @Override
  public String getPassword() {
    return "";
  }

  @Override
  public void setPassword(String password) {
    // nobody logs in
  }

  @Override
  public void deliver(MovingMessage mail) {
    // thrown away
  }

  @Override
  public void deliver(MimeMessage mail) {
    // thrown away
  }

  @Override
  public void create() {
    // there is nothing to make
  }

  @Override
  public void delete() {
    // there is nothing to delete
  }

  @Override
  public void authenticate(String password) {
    // whoever says that they are nobody, is
  }

  @Override
  public String getQualifiedMailboxName() {
    return email;
  }
}
